/** Whom a token stands for, as the emulator keeps it. */
export interface TokenInstallation {
  installationId: number;
  appId: number;
  accountId: number;
  accountType: 'User' | 'Organization';
  permissions: Record<string, string>;
  repositoryIds: number[];
  repositorySelection: 'all' | 'selected';
}

export interface TokenEntry {
  login: string;
  id: number;
  scopes: string[];
  installation?: TokenInstallation;
}
