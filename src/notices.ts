// What the app's package names as its privacy and terms pages: whoever installs it reads them first, before anybody is known.
import { Router } from 'express';

interface Notice {
  title: string;
  sections: readonly (readonly [heading: string, words: string])[];
}

const NOTICES: Record<'/privacy' | '/terms', Notice> = {
  '/privacy': {
    title: 'Privacy in Throughline',
    sections: [
      [
        'Who runs it',
        'This Throughline is run by your school district or its coaching partner, on their own server. Nothing is sent to its makers. Your administrator knows whom to ask.',
      ],
      [
        'What is kept',
        'Names, work addresses and roles of staff; weekly check-ins, coaching goals and steps, days on site, barriers; and whether messages arrived.',
      ],
      ['What is never kept', 'Anything about students, names of teachers, and ratings of anybody.'],
      [
        'Who reads it',
        'A principal’s words stay with the principal and the coach unless the principal releases them. The district reads delivery, decisions and totals of five or more. Each question says who will read its answer.',
      ],
      [
        'What the law may ask',
        'What is written at work may be requested under public-records law. Slack and Microsoft keep the messages of their chats by their own rules.',
      ],
    ],
  },
  '/terms': {
    title: 'Terms of use of Throughline',
    sections: [
      [
        'What it is for',
        'Coaching of school leaders, among the people whom your district has named. It is no place to rate anybody.',
      ],
      [
        'What it is not for',
        'Emergencies and reports of harm: use your district’s hotline for those. Please name no student and no teacher.',
      ],
      ['How it comes', 'As it is, under the Apache License 2.0, by whoever runs it for you.'],
    ],
  },
};

export function noticeRoutes(): Router {
  const router = Router();
  for (const [path, notice] of Object.entries(NOTICES))
    router.get(path, (_request, response) => {
      response
        .set({
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        })
        .type('html')
        .send(draw(notice));
    });
  return router;
}

function draw({ title, sections }: Notice): string {
  const body = sections.map(([heading, words]) => `<h2>${heading}</h2><p>${words}</p>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}
