import { Drawer, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface SideSheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A sheet that slides in beside the page; on a phone it covers it. */
export function SideSheet({ title, onClose, children }: SideSheetProps): ReactElement {
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(40rem, 100vw)">
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label={title}>
        {/* A div: a second <header> would be a second banner of the page. */}
        <Drawer.Header component="div" style={{ borderBottom: '1px solid var(--line)' }}>
          <Title order={2}>{title}</Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body pt="lg">{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
