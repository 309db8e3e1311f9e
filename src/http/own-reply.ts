import type { IncomingMessage } from 'node:http';

/** A reply that the mock did not make, so that it is in no journal, or one that was cut off. */
export interface OwnReply {
  /**
   * The control API answered (`admin`), or the server refused the request before the mock could, or in its place, or cut the reply off when it
   * closed (`server`).
   */
  readonly by: 'admin' | 'server';
  /** Undefined if the request could not be read. */
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'> | undefined;
  /** The status is null if the reply was cut off. */
  readonly reply: { readonly status: number | null; readonly body: string };
  /** How long a call of the control API took, in milliseconds. */
  readonly ms?: number;
}

export type OnOwnReply = (own: OwnReply) => void;
