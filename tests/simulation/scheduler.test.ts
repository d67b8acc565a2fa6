// One step at a time, in virtual time, as the seed says.
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { type Actor, ActorStoppedError, Scheduler } from './scheduler.ts';

const schedulerOf = (seed = 'seed') => new Scheduler({ random: createRandom(seed), startMs: 0, keepLines: true });
let count = 0;
const actorOf = (name: string): Actor => {
  count += 1;
  return { name, number: count, stopped: false, pausedUntil: 0 };
};

describe('turns', () => {
  it('nobody begins a step while another is under way', async () => {
    const scheduler = schedulerOf();
    let underWay = 0;
    const walk = async (actor: Actor) => {
      for (let step = 0; step < 5; step += 1) {
        await scheduler.step(actor, 'step', async () => {
          underWay += 1;
          // Whoever could begin meanwhile would do so now.
          for (let rounds = 0; rounds < 5; rounds += 1) await new Promise((resolve) => setImmediate(resolve));
          expect(underWay).toBe(1);
          underWay -= 1;
        });
      }
    };
    const all = Promise.all([walk(actorOf('a')), walk(actorOf('b')), walk(actorOf('c'))]);
    await scheduler.run();
    await all;
    expect(scheduler.turns).toBe(15);
  });

  it('go by the seed: the same seed has the same order, another one another', async () => {
    const order = async (seed: string) => {
      const scheduler = schedulerOf(seed);
      const walk = async (actor: Actor) => {
        for (let step = 0; step < 10; step += 1) await scheduler.step(actor, 'step', async () => undefined);
      };
      void Promise.all([walk(actorOf('a')), walk(actorOf('b'))]);
      await scheduler.run();
      return scheduler.digest();
    };
    expect(await order('one')).toBe(await order('one'));
    expect(await order('one')).not.toBe(await order('two'));
  });

  it('let the time move on when everybody sleeps, to the first who wakes', async () => {
    const scheduler = schedulerOf();
    const woke: [string, number][] = [];
    const sleep = async (name: string, ms: number) => {
      await scheduler.sleep(actorOf(name), ms);
      woke.push([name, scheduler.nowMs]);
    };
    void sleep('late', 90_000);
    void sleep('early', 1_000);
    await scheduler.run();
    expect(woke.map(([name]) => name)).toEqual(['early', 'late']);
    expect(woke[1]?.[1]).toBeLessThan(90_100);
  });

  it('are given until then where it is said until when, and go on from there the next time', async () => {
    const scheduler = schedulerOf();
    const actor = actorOf('restless');
    let steps = 0;
    const walk = async () => {
      for (; steps < 9; steps += 1) await scheduler.sleep(actor, 1_000);
    };
    void walk();
    await scheduler.run(() => steps === 4);
    expect(steps).toBe(4);
    await scheduler.run();
    expect(steps).toBe(9);
  });

  it('never come to one that was stopped, and only later to one that stands still', async () => {
    const scheduler = schedulerOf();
    const [stopped, still] = [actorOf('stopped'), actorOf('still')];
    const refused = expect(scheduler.sleep(stopped, 10)).rejects.toThrow(ActorStoppedError);
    scheduler.stop(stopped);
    await refused;
    await expect(scheduler.turn(stopped, 'again')).rejects.toThrow(ActorStoppedError);
    still.pausedUntil = 60_000;
    let wokeAt = 0;
    void scheduler.sleep(still, 10).then(() => {
      wokeAt = scheduler.nowMs;
    });
    await scheduler.run();
    expect(wokeAt).toBeGreaterThanOrEqual(60_000);
  });

  it('end what repeats with its stop, and with its actor', async () => {
    const scheduler = schedulerOf();
    const actor = actorOf('ticking');
    let ticks = 0;
    const stop = scheduler.repeat(actor, 1_000, () => {
      ticks += 1;
      if (ticks === 3) stop();
    });
    await scheduler.run();
    expect(ticks).toBe(3);
  });
});
