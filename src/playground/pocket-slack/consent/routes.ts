/** `/oauth/v2/authorize`: shows an administrator what the app asks for, and takes the answer. */
import { createHash } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { isInstalled } from '../world.ts';
import type { World } from '../world.ts';
import { style } from './style.ts';
import { drawConsent, drawRefusal } from './page.ts';
import { allow, ConsentQuery, decline, listInstallers, readRequest } from './request.ts';

const Answer = ConsentQuery.extend({ user: z.string().default(''), answer: z.enum(['allow', 'cancel']) });

export function createConsent(world: World): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  router.use((_request, response, next) => {
    response.set('content-security-policy', policy);
    next();
  });
  router.get('/v2/authorize', (request, response) => {
    const query = ConsentQuery.parse(request.query);
    const asked = readRequest(world, query);
    if ('error' in asked) {
      response.status(400).type('html').send(drawRefusal(asked.error));
      return;
    }
    const places = [...world.organizations.values(), ...world.workspaces.values()];
    const workspaces = [...world.workspaces.values()];
    const place =
      places.find((one) => one.id === query.team) ??
      workspaces.find((one) => !isInstalled(world, one.id)) ??
      workspaces[0] ??
      places[0];
    const people = place ? listInstallers(world, place.id) : [];
    response.type('html').send(
      drawConsent({
        asked,
        query,
        place,
        people,
        workspaces,
        organizations: [...world.organizations.values()],
      }),
    );
  });
  router.post('/v2/authorize', (request, response) => {
    const given = Answer.safeParse(request.body);
    const asked = given.success ? readRequest(world, given.data) : { error: 'invalid_form_data' };
    if (!given.success || 'error' in asked) {
      response
        .status(400)
        .type('html')
        .send(drawRefusal('error' in asked ? asked.error : 'invalid_form_data'));
      return;
    }
    const { answer, team, user } = given.data;
    try {
      response.redirect(302, answer === 'allow' ? allow(world, asked, team, user) : decline(asked));
    } catch (error) {
      response
        .status(400)
        .type('html')
        .send(drawRefusal(error instanceof Error ? error.message : 'access_denied'));
    }
  });
  return router;
}

/** The page carries its own style and no script. The answer's redirect leads to the app, so form-action stays open. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
