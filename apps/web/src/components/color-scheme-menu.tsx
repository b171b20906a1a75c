import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconBrightness, IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactElement } from 'react';

const SCHEMES: readonly {
  readonly value: MantineColorScheme;
  readonly word: string;
  readonly icon: ReactElement;
}[] = [
  { value: 'auto', word: 'Like the system', icon: <IconDeviceDesktop size={16} /> },
  { value: 'light', word: 'Light', icon: <IconSun size={16} /> },
  { value: 'dark', word: 'Dark', icon: <IconMoon size={16} /> },
];

/** Light, dark, or whatever the system says. */
export function ColorSchemeMenu(): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Colours of the page">
          <IconBrightness size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ value, word, icon }) => (
          <Menu.Item
            key={value}
            leftSection={icon}
            rightSection={value === colorScheme ? <IconCheck size={14} aria-label="in use" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {word}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
