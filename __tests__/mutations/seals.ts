/** What is bound to the bytes of files: whoever changes one of them is asked again, whatever the change says. */
interface Seal {
  paths: string[];
  codes: string[];
  because: string;
}

/** What hangs on the bytes of files in any pilot. */
export const SEALS: Seal[] = [
  {
    paths: ['readiness/workflow.yaml', 'readiness/data-sources.yaml', 'readiness/integration.yaml', 'docs/controls/**'],
    codes: ['CS-3'],
    because: 'a signature is bound to what its signer read',
  },
  { paths: ['readiness/economics.yaml'], codes: ['EC-5'], because: 'Finance approved these amounts and no others' },
  { paths: ['docs/rollback.md'], codes: ['RK-4'], because: 'a drill proves the plan as it was then' },
];
