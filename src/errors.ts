/** The only error classes of the product. A code says what the person is told; the message is for people, too. */
export type ErrorCode = 'not-found' | 'forbidden' | 'conflict' | 'invalid' | 'unavailable' | 'screen' | 'set-up';

export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export class NotFoundError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('not-found', message, options);
  }
}

export class ForbiddenError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('forbidden', message, options);
  }
}

/** Somebody else was quicker, or the thing is no longer in the state that was expected. */
export class ConflictError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('conflict', message, options);
  }
}

/** What came in cannot be accepted; the message says what to do. */
export class InvalidError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('invalid', message, options);
  }
}

/** A mistake in our own code, found when a screen is defined and never by a user. */
export class ScreenError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('screen', message, options);
  }
}

/** The environment, a file or a folder is not as it must be; the message says how to mend it. */
export class SetUpError extends AppError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('set-up', message, options);
  }
}

/** A request is turned away so that others can be served: too many came at once, or the database did not begin in time. */
export class BusyError extends AppError {
  readonly why: 'full' | 'late';

  constructor(why: BusyError['why']) {
    super('unavailable', 'We are very busy just now. Please try again in a minute.');
    this.why = why;
  }
}

interface DeliveryDetails {
  cause?: unknown;
  retryAfterMs?: number;
  limits?: 'workspace' | 'lane';
  believedAfterMs?: number;
  isSwitchedOff?: boolean;
}

/**
 * Why a message was not taken by a platform. `install-dead`: nothing of this workspace can be sent; `target-dead`: not to this
 * person or channel; `our-bug`: the same message will never be accepted; `try-later`: again after `retryAfterMs` (a rate
 * limit when `limits` names what to hold back); `unknown`: the call may have had its effect.
 */
export class DeliveryError extends AppError {
  readonly kind: 'install-dead' | 'target-dead' | 'our-bug' | 'try-later' | 'unknown';
  /** The platform's own word for it, for example `channel_not_found`. */
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly limits: 'workspace' | 'lane' | undefined;
  /** With `try-later`: a refusal for good that is often wrong, and believed once it has been repeated for so long. */
  readonly believedAfterMs: number | undefined;
  /** With `install-dead`: the app is only switched off, so what waits for it may go when it is on again. */
  readonly isSwitchedOff: boolean;

  constructor(kind: DeliveryError['kind'], reason: string, message: string, options: DeliveryDetails = {}) {
    super('unavailable', message, { cause: options.cause });
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
    this.limits = options.limits;
    this.believedAfterMs = options.believedAfterMs;
    this.isSwitchedOff = options.isSwitchedOff ?? false;
  }
}
