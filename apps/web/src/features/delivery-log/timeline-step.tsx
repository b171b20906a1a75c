import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { CopyIcon } from '../../components/copy-button.js';
import { exactTime } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import { TextLink } from '../../components/links.js';
import { NewerPushLink } from './newer-push-link.js';
import type { Step } from './step.js';
import styles from './timeline.module.css';

/** One entry of a timeline: when, what, and what it means. */
export function TimelineStep({ step, zone }: { readonly step: Step; readonly zone: Zone }): ReactElement {
  return (
    <li className={styles['step']}>
      <span className={`${styles['dot']} ${styles[step.tone]}`} aria-hidden="true" />
      <div>
        {step.at !== null && (
          <time className={styles['time']} dateTime={step.at}>
            {exactTime(step.at, zone)}
          </time>
        )}
        <Text fw={600} size="sm">
          {step.title}
        </Text>
        <Text size="sm">{step.text}</Text>
        {step.answer !== null && (
          <div className={styles['answer']}>
            <code>{step.answer}</code>
            <CopyIcon text={step.answer} what="the answer" />
          </div>
        )}
        {step.otherEvent !== null && <OtherEvent id={step.otherEvent} />}
        {step.newerPush !== null && <NewerPushLink newer={step.newerPush} />}
        {step.nextStep !== null && (
          <Text size="sm" c="dimmed" mt={4}>
            Next step: {step.nextStep}
          </Text>
        )}
      </div>
    </li>
  );
}

/** A shared push is told from its beginning at the event that it was made for first. */
function OtherEvent({ id }: { readonly id: string }): ReactElement {
  return (
    <TextLink
      from="/tenants/$tenantId/"
      to="."
      search={(before) => ({ ...before, event: id })}
      resetScroll={false}
      size="sm"
    >
      This push belongs to another event: see that one
    </TextLink>
  );
}
