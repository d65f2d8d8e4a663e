/** One rule for each wall of the house; the name and the comment are what a developer sees when a wall is broken. */
const ground = '^src/(errors|clock|log|zone|rates)\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or want a third.',
      from: {},
      to: { circular: true, pathNot: '^src/db/generated/' },
    },
    {
      name: 'ground-stands-on-nothing',
      severity: 'error',
      comment: 'errors, clock, log, zone and rates import nothing of ours.',
      from: { path: ground },
      to: { path: '^src/' },
    },
    {
      name: 'chat-is-plain-data',
      severity: 'error',
      comment: 'The language of forms and cards knows no platform, database, queue or feature.',
      from: { path: '^src/chat/' },
      to: { path: '^src/', pathNot: '^src/(chat/|errors\\.ts$)' },
    },
    {
      name: 'database-knows-no-product',
      severity: 'error',
      comment: 'db opens, migrates and scopes; what is kept is the business of the stores.',
      from: { path: '^src/db/' },
      to: { path: '^src/', pathNot: '^src/(db/|errors\\.ts$|log\\.ts$)' },
    },
    {
      name: 'roster-is-below-features',
      severity: 'error',
      comment: 'Who serves where is known before any workflow is. Of chat the roster knows addresses and audiences.',
      from: { path: '^src/roster/' },
      to: {
        path: '^src/',
        pathNot: '^src/(roster/|db/|errors\\.ts$|clock\\.ts$|zone\\.ts$|chat/(platform|audience)\\.ts$)',
      },
    },
    {
      name: 'calendar-and-access-are-pure',
      severity: 'error',
      comment: 'They decide; they neither read nor write.',
      from: {
        path: '^src/roster/(calendar|access|matrix|suppression|program-times|week-hours|manners|release-keys)\\.ts$',
      },
      to: {
        path: '^src/',
        pathNot:
          '^src/(errors\\.ts$|zone\\.ts$|chat/audience\\.ts$|db/generated/enums\\.ts$|roster/(access|program-times|week-hours)\\.ts$)',
      },
    },
    {
      name: 'installations-are-below-features',
      severity: 'error',
      comment: 'Who installed the app and whose a workspace is, is known before any workflow is, and to no platform.',
      from: { path: '^src/installations/' },
      to: { path: '^src/', pathNot: '^src/(installations/|roster/|chat/|db/|errors\\.ts$|log\\.ts$)' },
    },
    {
      name: 'audit-is-below-features',
      severity: 'error',
      comment:
        'What was read and changed is written down by everybody, in words of ids: it knows people and access, and no feature.',
      from: { path: '^src/audit/' },
      to: { path: '^src/', pathNot: '^src/(audit/|roster/(access|matrix)\\.ts$|db/|errors\\.ts$|log\\.ts$)' },
    },
    {
      name: 'records-are-below-features',
      severity: 'error',
      comment: 'How long anything is kept is asked of tables, not of the features that write them.',
      from: { path: '^src/records/' },
      to: { path: '^src/', pathNot: '^src/(records/|audit/|roster/|chat/|db/|errors\\.ts$|log\\.ts$|zone\\.ts$)' },
    },
    {
      name: 'jobs-know-no-feature',
      severity: 'error',
      comment: 'The queue and the ledger are handed what to run and through which port to send.',
      from: { path: '^src/jobs/' },
      to: { path: '^src/', pathNot: '^src/(jobs/|chat/|db/|errors\\.ts$|clock\\.ts$|log\\.ts$)' },
    },
    {
      name: 'operations-count-and-name-nobody',
      severity: 'error',
      comment:
        'What operators see is made of the queue, the ledger and the process: neither people nor what they write.',
      from: { path: '^src/operations/' },
      to: {
        path: '^src/',
        pathNot: '^src/(operations/|jobs/|chat/|db/|errors\\.ts$|clock\\.ts$|log\\.ts$|rates\\.ts$)',
      },
    },
    {
      name: 'platform-knows-only-chat',
      severity: 'error',
      comment: 'A platform translates; it decides and keeps nothing.',
      from: { path: '^src/platforms/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/(chat/|errors\\.ts$|log\\.ts$|rates\\.ts$|platforms/$1/)' },
    },
    {
      name: 'feature-knows-no-outside',
      severity: 'error',
      comment: 'A feature reaches platforms and jobs only through the context it is handed.',
      from: { path: '^src/features/[^/]+/' },
      to: { path: '^src/(desk|platforms|jobs|installations|playground|cli|main|config)' },
    },
    {
      name: 'the-contract-names-no-feature',
      severity: 'error',
      comment: 'What features are handed and announce is the same for all of them.',
      from: { path: '^src/features/[^/]+\\.ts$' },
      to: { path: '^src/(desk|platforms|jobs|installations|playground|cli|main|config)|^src/features/[^/]+/' },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      comment: 'A feature imports no other feature. It announces a fact, or reads a table.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'only-stores-touch-the-database',
      severity: 'error',
      comment: 'Inside a feature, queries live in store.ts; the names of states may be known everywhere.',
      from: { path: '^src/features/[^/]+/', pathNot: '/store\\.ts$' },
      to: { path: '^src/db/|@prisma/client', pathNot: '^src/db/generated/enums\\.ts$' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment:
        'rules decide; they neither keep nor show. They may know the words of chat, the calendar, access and time.',
      from: { path: '^src/features/([^/]+)/(rules(/|\\.ts$)|typed\\.ts$|templates\\.ts$)' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(errors|clock|zone)\\.ts$|^src/roster/(calendar|access|matrix|suppression|program-times|week-hours|manners|release-keys)\\.ts$|^src/chat/(audience|form)\\.ts$|^src/db/generated/enums\\.ts$|^src/features/(facts|vocabulary|reasons|outcomes)\\.ts$|^src/features/$1/(rules(/|\\.ts$))',
      },
    },
    {
      name: 'screens-only-show',
      severity: 'error',
      comment: 'screens make cards and forms out of what they are given.',
      from: { path: '^src/features/[^/]+/screens(/|\\.ts$)' },
      to: { path: '/store\\.ts$|^src/roster/(store|accounts|school-days)\\.ts$' },
    },
    {
      name: 'slack-sdk-stays-in-slack',
      severity: 'error',
      comment: 'One folder pays for the SDK.',
      from: { path: '^src/', pathNot: '^src/platforms/slack/' },
      to: { path: 'node_modules/@slack/' },
    },
    {
      name: 'teams-sdk-stays-in-teams',
      severity: 'error',
      comment: 'One folder pays for the SDK.',
      from: { path: '^src/', pathNot: '^src/platforms/teams/' },
      to: { path: 'node_modules/(@microsoft/teams|botbuilder|botframework)' },
    },
    {
      name: 'pockets-play-the-outside',
      severity: 'error',
      comment: 'The stand-ins speak the platforms’ wires; if they knew our code they would forgive its mistakes.',
      from: { path: '^src/playground/pocket-[^/]+/' },
      to: { path: '^src/', pathNot: '^src/(playground/pocket-|errors\\.ts$|log\\.ts$)' },
    },
    {
      name: 'nobody-needs-the-playground',
      severity: 'error',
      comment: 'The product runs without it; only the command line brings it in.',
      from: { path: '^src/', pathNot: '^src/(playground|cli)/' },
      to: { path: '^src/playground/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'What nothing imports is not part of the product.',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$|^src/db/generated/' },
      to: {},
    },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/(playground|platforms/teams/tab|operations)/page/' },
  },
};
