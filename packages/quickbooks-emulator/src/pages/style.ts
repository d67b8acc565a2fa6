// The style sheet of all pages.

export const styleSheet = `
:root{color-scheme:light dark;--page:light-dark(#f4f6f5,#131716);--card:light-dark(#fff,#1c2220);--ink:light-dark(#1d2a26,#e4ebe8);--quiet:light-dark(#5a6b65,#9db0a9);
--line:light-dark(#dfe5e2,#2e3734);--accent:light-dark(#17704b,#5cc995);--on-accent:light-dark(#fff,#0c1f16);--bad:light-dark(#b3261e,#ff8a80);--good-soft:light-dark(#dff3e8,#173828);--bad-soft:light-dark(#fbe4e2,#43201d)}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:14px/1.45 system-ui,sans-serif}
a{color:var(--accent)}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.top{display:flex;gap:1rem;align-items:center;justify-content:space-between;padding:.7rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:650;color:var(--ink);text-decoration:none}.mark{display:grid;place-items:center;width:1.8rem;height:1.8rem;border-radius:50%;background:var(--accent);color:var(--on-accent);font-size:.8rem}
.note,.quiet,.hint,small{color:var(--quiet)}.tabs{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;align-items:baseline;padding:.6rem 1.5rem 0;background:var(--card);border-bottom:1px solid var(--line)}
.tabs .company{font-weight:600;margin-right:.7rem}.tabs a{padding:.35rem 0 .55rem;color:var(--quiet);text-decoration:none;border-bottom:2px solid transparent}.tabs a[aria-current]{color:var(--ink);border-color:var(--accent)}
main{max-width:74rem;margin:0 auto;padding:1.5rem}h1{font-size:1.45rem;margin:.2rem 0 1rem;text-wrap:balance}h2{font-size:1.05rem;margin:0 0 .7rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem;margin-bottom:1.1rem;overflow-x:auto}.narrow{max-width:29rem;margin:2rem auto}
table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}thead th{font-size:.8rem;color:var(--quiet);font-weight:600}tbody tr:last-child td{border-bottom:0}.card>.hint:first-child{margin-top:0}
.group th{padding-top:1.1rem;font-size:.85rem;color:var(--accent)}tfoot th,tfoot td{border-top:2px solid var(--line);border-bottom:0;font-weight:650}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.mono,pre{font:13px/1.5 ui-monospace,monospace}.inactive td{color:var(--quiet)}.depth-3,.depth-4{padding-left:4rem}
.note-cell{max-width:24rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0;padding:.6rem;background:var(--page);border-radius:6px}summary{cursor:pointer}
.badge{display:inline-block;padding:0 .55rem;border-radius:99px;font-size:.83rem;background:var(--page);color:var(--quiet);white-space:nowrap}.badge.good{background:var(--good-soft);color:var(--accent)}.badge.bad{background:var(--bad-soft);color:var(--bad)}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.2rem;margin:0 0 1.1rem}dt{font-size:.8rem;color:var(--quiet)}dd{margin:0;font-size:1.1rem;font-variant-numeric:tabular-nums}
label{display:block;font-size:.85rem;color:var(--quiet)}input,select{display:block;width:100%;height:2.1rem;margin:.2rem 0 .5rem;padding:.45rem .6rem;font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--line);border-radius:6px}
button,.button{display:inline-block;padding:.45rem .95rem;font:inherit;font-weight:550;color:var(--ink);background:var(--page);border:1px solid var(--line);border-radius:6px;cursor:pointer;text-decoration:none}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}button.danger{color:var(--bad);border-color:var(--bad)}button:disabled{opacity:.5;cursor:default}
.row{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:flex-end}.row label{flex:0 1 13rem;min-width:8rem}.row button{margin-bottom:.5rem}.actions{display:flex;flex-wrap:wrap;gap:.7rem;margin-top:.8rem}
fieldset{border:0;border-top:1px solid var(--line);margin:1rem 0 0;padding:.8rem 0 0}legend{font-weight:600;padding-right:.6rem}.choice{display:flex;gap:.7rem;align-items:center;padding:.55rem .2rem;color:var(--ink);font-size:1rem}.choice input{width:auto;height:auto;margin:0}.choice small{display:block}
h3{font-size:.85rem;font-weight:600;color:var(--quiet);margin:.9rem 0 .35rem}.date{white-space:nowrap;font-variant-numeric:tabular-nums}tbody tr:hover{background:color-mix(in srgb,var(--accent) 5%,transparent)}.group:hover{background:none}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 1.1rem}.columns .card{margin-bottom:1.1rem}.bar{margin-bottom:.4rem}.small{padding:.1rem .6rem;font-size:.85rem}td form.row{justify-content:flex-end}td .small{margin:0!important}
.filter{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;margin:0 0 .6rem}.filter a{color:var(--quiet);text-decoration:none}.filter a[aria-current]{color:var(--ink);font-weight:600}.filter .button{margin-left:auto;color:var(--ink)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.problems{margin:0 0 1rem;padding:.7rem 1rem .7rem 2rem;border-radius:8px;background:var(--bad-soft);color:var(--bad)}label.plain{color:var(--ink);font-size:inherit}.settings input,.settings select{max-width:16rem;margin:0;height:1.9rem;padding:.2rem .5rem}.settings td{vertical-align:middle}.settings small{display:block}
tr.section td{font-weight:600;padding-top:.6rem}tr.sum td{font-weight:600;border-bottom-color:var(--quiet)}.depth-1{padding-left:1.6rem}.depth-2{padding-left:2.8rem}
.pager{display:flex;gap:1rem;align-items:center;justify-content:center;margin:1rem 0 0;color:var(--quiet)}.empty{color:var(--quiet)}
@media(max-width:40rem){.wide{display:none}.settings small{display:none}main{padding:1rem}.top,.tabs{padding-left:1rem;padding-right:1rem}.note{display:none}}
`;
