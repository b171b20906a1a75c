import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef2f9',
  '#dbe4f2',
  '#b9cae6',
  '#93aedb',
  '#8eaeea',
  '#5d82c4',
  '#3f65a8',
  '#31528c',
  '#274270',
  '#1c3054',
];

/** Warm neutrals: paper rather than screen. */
const gray: MantineColorsTuple = [
  '#f8f7f4',
  '#f0eee9',
  '#e5e2da',
  '#d6d2c8',
  '#bdb8ad',
  '#8b867b',
  '#625e56',
  '#4d4a43',
  '#36342f',
  '#232220',
];

const dark: MantineColorsTuple = [
  '#e8e6e1',
  '#cbc8c1',
  '#aaa69e',
  '#807c75',
  '#56544f',
  '#3b3a36',
  '#262522',
  '#1a1917',
  '#131211',
  '#0d0c0b',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, gray, dark },
  black: '#232220',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Drawer: { defaultProps: { position: 'right', closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: true } },
    },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close the message' } } },
    TextInput: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
  },
});

/** Mantine's own dimmed and error texts are too faint on these backgrounds for WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': gray[0],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-default-border': gray[3],
    '--mantine-color-error': '#a3281b',
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-default-border': dark[5],
    '--mantine-color-error': '#f5a79b',
  },
});
