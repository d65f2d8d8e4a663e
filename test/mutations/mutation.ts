export type Kind = 'cells' | 'policies' | 'viewers';
export const KINDS: readonly Kind[] = ['cells', 'policies', 'viewers'];

/** One lock taken off. */
export interface Mutation {
  name: string;
  kind: Kind;
  /** Whether a test notices. */
  isKilled(): Promise<boolean>;
}
