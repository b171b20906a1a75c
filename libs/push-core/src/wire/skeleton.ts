/** A child of a reported stanza: name and namespace, nothing inside it. */
export interface SkeletonChild {
  readonly name: string;
  readonly namespace: string;
}

/**
 * What the adapter tells of a stanza: its shape, never its text, unless the tenant's policy lets body or
 * sender leave (docs/link.md, "Skeleton").
 */
export interface Skeleton {
  readonly name: 'message' | 'presence' | 'iq';
  /** The `type` attribute; null where it is absent (a message without type is `normal`). */
  readonly type: string | null;
  readonly id: string | null;
  readonly by: 'self' | 'local' | 'remote' | null;
  readonly children: readonly SkeletonChild[];
  /** The body is not empty. */
  readonly hasBody: boolean;
  /** The body's text, only while the policy asks for it. */
  readonly body: string | null;
  /** The sender's bare JID, only while the policy asks for it. */
  readonly sender: string | null;
  /** Of a carbon copy (XEP-0280): the message inside and which way it went. */
  readonly carbon: { readonly direction: 'received' | 'sent'; readonly inner: Skeleton } | null;
}
