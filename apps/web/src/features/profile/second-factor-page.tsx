import type { Me } from '@bellhop/api/contract';
import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { LoadingPage } from '../../components/page-states.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProofFields } from '../../components/proof-fields.js';
import { SignOutButton } from '../../components/sign-out-button.js';
import { useEnter } from '../../components/use-enter.js';
import { useProof } from '../../components/use-proof.js';
import { meQuery } from '../../queries.js';
import { SetUpSecondFactor } from './set-up-second-factor.js';

const route = getRouteApi('/second-factor');

/** What somebody whose role needs a second factor does first: set it up, or enter its code. */
export function SecondFactorPage(): ReactElement {
  usePageTitle('Second factor');
  const { data: me } = useQuery(meQuery());
  return me === undefined ? <LoadingPage /> : <NeedOf me={me} />;
}

function NeedOf({ me }: { readonly me: Me }): ReactElement {
  const { next } = route.useSearch();
  const enter = useEnter();
  // As it was at first: the recovery codes are shown when the need is over.
  const [isSetUp] = useState(me.secondFactor.isSetUp);
  const goOn = () => void enter(next);
  return isSetUp ? <EnterCode onDone={goOn} /> : <SetUp onDone={goOn} />;
}

function SetUp({ onDone }: { readonly onDone: () => void }): ReactElement {
  return (
    <Door
      title="Set up your second factor"
      hint="Your role needs one: a code of an app on your phone besides the password."
    >
      <Stack>
        <SetUpSecondFactor onDone={onDone} />
        <SignOutButton />
      </Stack>
    </Door>
  );
}

function EnterCode({ onDone }: { readonly onDone: () => void }): ReactElement {
  const proof = useProof({ needsCode: true, onProven: onDone });
  return (
    <Door
      title="Enter your code"
      hint="Your role needs the second factor in each sign-in, and this one came without."
    >
      <form onSubmit={proof.form.onSubmit(proof.send)} noValidate>
        <Stack>
          <Text size="sm">Enter your password once more, and a code.</Text>
          <ProofFields state={proof} />
          <Button type="submit" loading={proof.isPending}>
            Go on
          </Button>
          <SignOutButton />
        </Stack>
      </form>
    </Door>
  );
}
