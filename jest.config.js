import { availableParallelism } from 'node:os';

/** Sources are ES modules; tests run them as CommonJS through swc, because jest's own ES module mode is still experimental. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: [],
  transform: {
    '(\\.ts|\\.mjs|/(jose|temporal-polyfill|temporal-utils|ical\\.js|strip-bom)/.+\\.js)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs', ignoreDynamic: false },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(jose/|temporal-polyfill/|temporal-utils/|ical\\.js/|(@microsoft/app-manifest/node_modules/)?strip-bom/|@prisma/client/runtime/.+\\.mjs))',
  ],
  globalSetup: './test/support/global-setup.js',
  globalTeardown: './test/support/global-teardown.js',
  testTimeout: 60_000,
  maxWorkers: Math.max(2, Math.floor(availableParallelism() * 0.75)),
  workerIdleMemoryLimit: '1500MB',
};
