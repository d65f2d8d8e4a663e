import type { OpenMethod } from './method.ts';

export const openMethods: Record<string, OpenMethod> = {
  'api.test': {
    scopes: [],
    perMinute: 600,
    runOpen: (_, args) =>
      typeof args['error'] === 'string' ? { ok: false, error: args['error'] } : { ok: true, args },
  },
};
