import tseslint from 'typescript-eslint';

/** The present and the environment each have one door; see src/clock.ts and src/config.ts. */
const noPresent = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Only src/clock.ts knows the present: take a Clock or a date.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Only src/clock.ts knows the present: take a Clock or a date.',
  },
];
const noEnvironment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only src/config.ts reads the environment: take a Config.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/db/generated/', '.throughline/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './src/playground/page/tsconfig.json',
          './src/platforms/teams/tab/page/tsconfig.json',
          './src/operations/page/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...noPresent, ...noEnvironment],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Ports are plain objects of functions and are taken apart freely.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Ports are async for all who fill them in, whether or not one of them has to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Teams' adapter classes are the SDK's, and some of what they take is on its way out with them.
      '@typescript-eslint/no-deprecated': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
    },
  },
  {
    files: ['src/clock.ts', 'src/cli/**', 'src/playground/**', 'test/**', 'bench/**', 'scripts/**', 'sample/**'],
    rules: { 'no-restricted-syntax': ['error', ...noEnvironment] },
  },
  {
    files: ['src/config.ts', 'src/cli/**', 'test/**', 'bench/**', 'scripts/**', 'sample/**', 'prisma.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/log.ts', 'src/cli/**', 'test/**', 'bench/**', 'scripts/**', 'sample/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
);
