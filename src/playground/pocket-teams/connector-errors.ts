/** The error answers of the Bot Connector, with the codes Microsoft publishes for Teams. */
export class ConnectorError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const USUAL: Record<number, { code: string; message: string }> = {
  400: { code: 'BadArgument', message: 'The request is not one Teams understands.' },
  401: { code: 'Unauthorized', message: 'Authorization has been denied for this request.' },
  403: { code: 'BotNotInConversationRoster', message: 'The bot is not part of the conversation roster.' },
  404: { code: 'ConversationNotFound', message: 'Conversation not found.' },
  412: { code: 'PreconditionFailed', message: 'Precondition failed, please try again.' },
  413: { code: 'MessageSizeTooBig', message: 'Message size too large.' },
  429: { code: 'TooManyRequests', message: 'API calls quota exceeded.' },
  500: { code: 'ServiceError', message: 'An internal server error occurred.' },
  502: { code: 'BadGateway', message: 'Bad gateway.' },
  503: { code: 'ServiceUnavailable', message: 'The service is unavailable.' },
  504: { code: 'GatewayTimeout', message: 'Gateway timeout.' },
};

const MESSAGES: Record<string, string> = {
  BotDisabledByAdmin: 'The tenant admin disabled this bot.',
  BotNotInConversationRoster: 'The bot is not part of the conversation roster.',
  ConversationBlockedByUser: 'User blocked the conversation with the bot.',
  ForbiddenOperation: 'Operation is forbidden.',
  InvalidBotApiHost: 'Invalid bot api host. For GCC tenants, call https://smba.infra.gcc.teams.microsoft.com.',
  NotEnoughPermissions: 'The bot does not have enough permissions.',
  MessageWritesBlocked: 'Message writes are blocked.',
  ActivityNotFoundInConversation: 'The activity was not found in the conversation.',
};

/** Any published status, with its usual code and words unless others are asked for. */
export function connectorError(
  status: number,
  code?: string,
  message?: string,
  retryAfterSeconds?: number,
): ConnectorError {
  const usual = USUAL[status] ?? { code: 'ServiceError', message: 'The service answered with an error.' };
  const chosen = code ?? usual.code;
  return new ConnectorError(status, chosen, message ?? MESSAGES[chosen] ?? usual.message, retryAfterSeconds);
}
