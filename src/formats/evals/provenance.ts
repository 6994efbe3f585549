import type { Provenance } from '../../domain/eval-results.ts';
import { type Fields, instant, isFields, label } from './fields.ts';
import { decodeText, parseJson } from './text.ts';

const REWRITE = 'Write it anew with `pilot-readiness eval-stamp`, right after the run.';

/** Keys are accepted as treeHash, tree_hash and tree-hash alike. */
function normalized(json: Fields): Map<string, unknown> {
  return new Map(Object.entries(json).map(([key, value]) => [key.replace(/[-_]/g, '').toLowerCase(), value]));
}

/**
 * Reads `<results>.provenance.json`. `commit`, `dirty`, `treeHash` and `sha256` must be there and well formed: a
 * sidecar that says half is no proof. Never throws.
 */
export function readProvenance(
  path: string,
  bytes: Uint8Array,
): { ok: true; provenance: Provenance } | { ok: false; problem: string; remedy: string } {
  const no = (problem: string): { ok: false; problem: string; remedy: string } => ({
    ok: false,
    problem: `${label(path)}: ${problem}`,
    remedy: REWRITE,
  });
  const text = decodeText(bytes);
  const parsed = text.ok ? parseJson(text.text) : text;
  if (!parsed.ok) return no(parsed.problem);
  if (!isFields(parsed.value)) return no('it must be one JSON object.');
  const fields = normalized(parsed.value);
  const hex = (key: string, pattern: RegExp): string | undefined => {
    const value = fields.get(key);
    return typeof value === 'string' && pattern.test(value) ? value.toLowerCase() : undefined;
  };
  const commit = hex('commit', /^([0-9a-f]{40}|[0-9a-f]{64})$/i);
  if (commit === undefined) return no('commit must be a full commit id of 40 or 64 hex digits.');
  const treeHash = hex('treehash', /^[0-9a-f]{64}$/i);
  if (treeHash === undefined) return no('treeHash must be 64 hex digits.');
  const sha256 = hex('sha256', /^[0-9a-f]{64}$/i);
  if (sha256 === undefined) return no('sha256 must be 64 hex digits.');
  const dirty = fields.get('dirty');
  if (typeof dirty !== 'boolean') return no('dirty must be true or false.');
  const provenance: Provenance = { commit, dirty, treeHash, sha256 };
  const runId = fields.get('runid');
  if (typeof runId === 'string' || typeof runId === 'number') provenance.runId = label(String(runId));
  const startedAt = fields.get('startedat');
  if (startedAt !== undefined && startedAt !== null) {
    const time = instant(startedAt);
    if (time === undefined) return no('startedAt must be an ISO time with a zone.');
    provenance.startedAt = time;
  }
  return { ok: true, provenance };
}
