/** The owner of a token, as the emulator stores it. */
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
