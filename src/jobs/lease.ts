// Who has taken a message to send it. A holder that ends in the mark has begun the call to the platform:
// a lease that ran out without the mark was never called and may be sent again; one with it may have arrived.
export const callMark = '!';

export const LEASE_MS = 60_000;

export function calling(processId: string): string {
  return processId + callMark;
}
