/** Where there is no tab: without Teams, and without the public address that Teams would load it from. */
import { Router } from 'express';

export function noTab(why: string): Router {
  const router = Router();
  router.use('/teams/tab', (_request, response) => {
    response.status(404).type('text/plain').send(why);
  });
  return router;
}
