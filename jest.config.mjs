import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // Variants of what other tests cover, run by .ci/nightly.
  testPathIgnorePatterns: ['/node_modules/', '\\.nightly\\.test\\.ts$'],
  testSequencer: '<rootDir>/scripts/longest-first.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts'],
  testTimeout: 60_000,
  // One more than there are cores: tests of the App and of child processes wait for a good part of their time.
  maxWorkers: availableParallelism() + 1,
  maxConcurrency: 2,
  // Modules stay in memory after their test file. A large worker spends its time collecting, and starts git slowly.
  workerIdleMemoryLimit: '150MB',
};
