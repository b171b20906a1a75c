import { Anchor, Button } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactElement } from 'react';

/** A link in running text, with the router's typed addresses. */
export const TextLink = createLink(Anchor<'a'>);

/** A link that looks like a button. */
export const ButtonLink = createLink(AnchorButton);

type AnchorButtonProps = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

function AnchorButton(props: AnchorButtonProps): ReactElement {
  return <Button component="a" {...props} />;
}
