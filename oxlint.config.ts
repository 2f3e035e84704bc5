import { defineConfig } from 'oxlint';
import { allowedImports, forbiddenImports, ranks } from './architecture.ts';

const deepImports = {
  regex:
    '^(\\.\\./)+(platform|identity|catalog|delivery|signals|oncall|incidents|checks|localisation|impact|comms|assist|relay|app)/',
  message: 'Import another folder of the server through its #name only.',
};

/** Rule 1 of the architecture as errors that name what is allowed. */
interface Ban {
  regex: string;
  message: string;
}

function importBan(folder: string, extra: Ban[] = []): ['error', { patterns: Ban[] }] {
  const allowed =
    allowedImports(folder)
      .map((name) => `#${name}`)
      .join(', ') || 'none of the server folders';
  const names = [...forbiddenImports(folder), 'testing'].join('|');
  return [
    'error',
    {
      patterns: [
        { regex: `^#(${names})(/|$)`, message: `${folder} may import only: ${allowed}.` },
        deepImports,
        ...extra,
      ],
    },
  ];
}

const pureBan = {
  regex: '^(node:|#|kysely$|pg$|fastify$)',
  message: 'core/ is pure: data, now and ids come in as arguments.',
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'react', 'vitest', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['web/dist', 'cli/dist', 'data', '**/*.generated.ts', 'node_modules'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-return': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 500, skipBlankLines: false, skipComments: false }],
    'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 3 }],
    'no-console': 'error',
    'react/react-in-jsx-scope': 'off',
    'unicorn/no-array-sort': 'off',
    // Argument lists read better with one spread for each option.
    'unicorn/no-useless-spread': 'off',
    'unicorn/no-array-reverse': 'off',
    'import/no-unassigned-import': 'off',
    // A browser step that waits for what must be seen is the assertion.
    'vitest/expect-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/valid-expect': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'import/no-named-as-default-member': 'off',
    // The compiler's noImplicitReturns knows exhaustive switches; this rule does not.
    'typescript/consistent-return': 'off',
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    {
      files: ['server/src/**/*.ts'],
      rules: {
        'no-restricted-properties': [
          'error',
          {
            property: 'transaction',
            message:
              'Use inTransaction: to see that the transaction of Kysely is a Kysely<DB> takes each thread of the compiler four seconds.',
          },
        ],
      },
    },
    ...ranks.flat().map((folder) => ({
      files: [`server/src/${folder}/**/*.ts`],
      rules: { 'no-restricted-imports': importBan(folder) },
    })),
    ...ranks.flat().map((folder) => ({
      files: [`server/src/${folder}/core/**/*.ts`],
      rules: {
        // A later override replaces an earlier one, so the ban of the rank is repeated in full.
        'no-restricted-imports': importBan(folder, [pureBan]),
        'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'crypto'],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: 'now is an argument.' },
          { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
        ],
      },
    })),
    {
      files: ['contract/src/**/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { regex: '^(node:|#|kysely$|pg$|fastify$)', message: 'contract/ is pure and browser-safe.' },
            ],
          },
        ],
      },
    },
    {
      files: ['web/src/**/*.{ts,tsx}'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: '^(#|@fieldmarshal/server)',
                message: 'The web app imports the contract and nothing of the server.',
              },
              { regex: '^@mantine/', message: 'Mantine is wrapped in web/src/ui.' },
            ],
          },
        ],
      },
    },
    {
      files: ['web/src/ui/**/*.{ts,tsx}'],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: [{ regex: '^(#|@fieldmarshal/)', message: 'ui/ knows no domain.' }] },
        ],
      },
    },
    {
      files: ['runner/src/**/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: '^(#|@fieldmarshal/(server|web))',
                message: 'A runner stands alone: it imports the contract and nothing of the server.',
              },
            ],
          },
        ],
      },
    },
    {
      files: ['cli/src/**/*.ts', 'demo/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts', 'scenarios/**/*.ts'],
      rules: { 'no-console': 'off' },
    },
    { files: ['*.config.ts', 'web/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: {
        'max-lines-per-function': 'off',
        // A table of cases has as many columns as it needs; an expectation may name its case.
        'max-params': 'off',
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
        'no-restricted-imports': 'off',
        'typescript/no-unsafe-type-assertion': 'off',
      },
    },
  ],
});
