import type { SecondFactorOffer } from '@bellhop/api/contract';
import { Anchor, Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CodeBlock } from '../../components/code-block.js';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { confirmSecondFactor } from '../../mutations.js';
import { secondFactorOfferQuery } from '../../queries.js';
import { grouped } from './grouped.js';
import { QrCode } from './qr-code.js';
import { RecoveryCodes } from './recovery-codes.js';

/** Takes an authenticator app as second factor, proves that it tells the right codes, then shows recovery codes. */
export function SetUpSecondFactor({ onDone }: { readonly onDone: () => void }): ReactElement {
  const [codes, setCodes] = useState<readonly string[]>();
  const {
    data: offer,
    error,
    refetch,
  } = useQuery({ ...secondFactorOfferQuery(), enabled: codes === undefined });
  if (codes !== undefined) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (offer !== undefined) return <Offer offer={offer} onConfirmed={setCodes} />;
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={320} role="status" aria-label="Making a secret for your app" />;
}

interface OfferProps {
  readonly offer: SecondFactorOffer;
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
}

function Offer({ offer, onConfirmed }: OfferProps): ReactElement {
  return (
    <Stack>
      <Text size="sm">
        1. Scan this with an authenticator app on your phone, or{' '}
        <Anchor href={offer.url} size="sm" underline="always">
          open it in an app here
        </Anchor>
        .
      </Text>
      <QrCode text={offer.url} label="QR code for your authenticator app" />
      <CodeBlock label="Or type this secret into the app" text={grouped(offer.secret)} copies="secret" />
      <Confirm onConfirmed={onConfirmed} />
    </Stack>
  );
}

function Confirm({ onConfirmed }: Pick<OfferProps, 'onConfirmed'>): ReactElement {
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (/^\d{6}$/.test(code.replace(/\s/g, '')) ? null : 'Enter the six digits') },
  });
  const confirm = useMutation({
    mutationFn: ({ code }: { readonly code: string }) => confirmSecondFactor(code),
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    onError: (refusal) => {
      form.setFieldValue('code', '');
      if (fieldErrors(refusal)['code'] !== undefined) form.setFieldError('code', CODE_WRONG);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => confirm.mutate(values))} noValidate>
      <Stack>
        {confirm.error !== null && form.errors['code'] === undefined && <ProblemView error={confirm.error} />}
        <TextInput
          label="2. Enter the code that the app shows"
          description="Six digits, another every half minute"
          inputMode="numeric"
          autoComplete="one-time-code"
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={confirm.isPending}>
          Turn it on
        </Button>
      </Stack>
    </form>
  );
}

const CODE_WRONG = 'This is not the code of now. Is the clock of your phone right?';
