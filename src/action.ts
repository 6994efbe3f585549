import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as core from '@actions/core';
import { context } from '@actions/github';
import { runAction } from './action/run.ts';
import { VERSION } from './cli/version.ts';

process.exitCode = await runAction({
  input: (name) => core.getInput(name),
  output: (name, value) => core.setOutput(name, value),
  summary: async (markdown) => {
    await core.summary.addRaw(markdown, true).write();
  },
  info: (text) => core.info(text),
  warning: (text) => core.warning(text),
  failed: (text) => core.setFailed(text),
  writeFile: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    // A checkout of a pull request may bring a link to another file of the runner.
    if ((await lstat(path).catch(() => undefined))?.isSymbolicLink())
      throw new Error(`${path} is a symbolic link, so nothing is written`);
    await writeFile(path, text);
  },
  env: process.env,
  event: { name: context.eventName, payload: context.payload },
  repository: context.repo,
  now: Date.now(),
  version: VERSION,
});
