// The look in one place: one accent, dense controls, colours that keep 4.5:1 contrast in both schemes.
import {
  type BadgeFactory,
  type ButtonFactory,
  type CheckboxFactory,
  type CSSVariablesResolver,
  createTheme,
  type ExtendComponent,
  type FactoryPayload,
  type MantineColorsTuple,
  type ModalFactory,
  type NotificationFactory,
  type SelectFactory,
  type TableFactory,
  type TextInputFactory,
} from '@mantine/core';
import { words } from './words.ts';

const petrol: MantineColorsTuple = [
  '#e8f6f4',
  '#d3ebe8',
  '#a6d7d1',
  '#75c1b9',
  '#4dafa5',
  '#2f9d93',
  '#178a80',
  '#0c766e',
  '#0b655f',
  '#064f4a',
];

const slate: MantineColorsTuple = [
  '#d3d8dd',
  '#b4bcc4',
  '#8e98a2',
  '#636d77',
  '#3a4148',
  '#2c3238',
  '#23282d',
  '#1a1e22',
  '#15181b',
  '#101315',
];

/** What a component begins with. It is not imported for that: each comes with the first page that has it. */
const extend = <Payload extends FactoryPayload>(given: ExtendComponent<Payload>) => given;

const optionsHeightPx = 320;

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 8 },
  colors: { petrol, dark: slate },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } },
  },
  components: {
    Button: extend<ButtonFactory>({ defaultProps: { size: 'sm' } }),
    Badge: extend<BadgeFactory>({
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { label: { textTransform: 'none', fontWeight: 600 } },
    }),
    // Said outright, as a browser may take a table whose rows stand as blocks for none.
    Table: extend<TableFactory>({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', role: 'table' } }),
    TableThead: { defaultProps: { role: 'rowgroup' } },
    TableTbody: { defaultProps: { role: 'rowgroup' } },
    TableTfoot: { defaultProps: { role: 'rowgroup' } },
    TableTr: { defaultProps: { role: 'row' } },
    TableTh: { defaultProps: { role: 'columnheader' } },
    TableTd: { defaultProps: { role: 'cell' } },
    TextInput: extend<TextInputFactory>({ defaultProps: { size: 'sm' } }),
    Select: extend<SelectFactory>({
      // The list opens beside its field, within the same dialog or landmark, and is itself what scrolls: what a screen
      // reader is told of the field then holds for the list.
      defaultProps: {
        size: 'sm',
        withScrollArea: false,
        comboboxProps: {
          shadow: 'md',
          transitionProps: { duration: 0 },
          withinPortal: false,
          floatingStrategy: 'fixed',
          // A page may have hundreds of lists, and one of them open.
          keepMounted: false,
        },
      },
      styles: { options: { maxHeight: optionsHeightPx, overflowY: 'auto' } },
    }),
    Notification: extend<NotificationFactory>({
      defaultProps: { closeButtonProps: { 'aria-label': words.common.close } },
      // The grey of a description under a title is too light to be read on white.
      styles: { description: { color: 'var(--mantine-color-text)' } },
    }),
    Checkbox: extend<CheckboxFactory>({ defaultProps: { size: 'sm' } }),
    Modal: extend<ModalFactory>({
      // Fading leaves no transform behind, which would cut off the lists that open within it.
      defaultProps: { radius: 'md', transitionProps: { duration: 120, transition: 'fade' } },
      styles: { title: { fontWeight: 650 } },
    }),
  },
});

export const themeVariables: CSSVariablesResolver = (base) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59626b',
    '--mantine-color-placeholder': '#6b747d',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': base.colors.petrol?.[8] ?? '',
    '--till-page': '#f6f7f8',
    '--till-panel': '#ffffff',
    '--till-line': '#e1e4e8',
    '--till-fault': '#b42318',
    '--till-fault-soft': '#fdf1ef',
    '--till-warn': '#8a5200',
    '--till-warn-soft': '#fff6e5',
    '--till-good': base.colors.petrol?.[8] ?? '',
    '--till-accent-soft': '#e8f4f2',
  },
  dark: {
    '--mantine-color-body': '#16191c',
    '--mantine-color-dimmed': '#a4adb6',
    '--mantine-color-placeholder': '#8e98a2',
    '--mantine-color-error': '#ff9c8f',
    '--mantine-color-anchor': base.colors.petrol?.[3] ?? '',
    '--till-page': '#16191c',
    '--till-panel': '#1e2226',
    '--till-line': '#32383e',
    '--till-fault': '#ff9c8f',
    '--till-fault-soft': '#33201e',
    '--till-warn': '#f2c069',
    '--till-warn-soft': '#302818',
    '--till-good': base.colors.petrol?.[3] ?? '',
    '--till-accent-soft': '#17302e',
  },
});
