import type { PlatformName } from './platform.ts';

/** One workspace, or one whole organization, whose administrator installed the app. */
export interface Installation {
  platform: PlatformName;
  /** What requests name it by: Slack's team id, or the enterprise id of an organization that installed the app once for all. */
  teamId: string;
  name: string;
  isOrganization: boolean;
  /** The organization that a workspace belongs to, also where only the workspace installed the app. */
  enterpriseId?: string;
  appId: string;
  botUserId: string;
  botId?: string;
  botToken: string;
  scopes: readonly string[];
  /** The account of the administrator who installed it. */
  installedBy?: string;
  installedAt: Date;
}

/** Where installations are kept; the platforms know nothing of how. */
export interface Installations {
  /** The live installation; undefined where there is none or it was taken away. Cheap: it is asked before every answer. */
  find(teamId: string): Promise<Installation | undefined>;
  /** Keeps a new installation, or a newer one of the same workspace, which lives again. */
  save(installation: Installation): Promise<void>;
  /**
   * The workspace took the app away, or its token is dead. It is silent from now on. False where an installation stands that
   * is newer than `at`: Slack tells of a removal late, twice and in any order.
   */
  remove(teamId: string, at: Date, why: string): Promise<boolean>;
  /** A value that is good for one return from the consent page, within ten minutes. */
  issueState(): Promise<string>;
  /** True once for each value that was issued and is not too old. */
  spendState(state: string): Promise<boolean>;
}
