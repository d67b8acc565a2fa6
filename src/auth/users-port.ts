// Who belongs to a company, in which role, and who is invited, as the rest of auth sees it.

/** Each may do what those after it may, and more. */
export const userRoles = ['owner', 'bookkeeper', 'viewer'] as const;
export type UserRole = (typeof userRoles)[number];

export const mayAs = (role: UserRole, least: UserRole): boolean => userRoles.indexOf(role) <= userRoles.indexOf(least);

export interface User {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: UserRole;
  readonly since: Date;
  /** Sessions that have not ended. */
  readonly sessions: number;
}

export interface Invitation {
  readonly id: string;
  readonly companyId: string;
  readonly email: string;
  readonly role: UserRole;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

export interface NewUser {
  readonly userId: string;
  readonly accountId: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly now: Date;
}

/** A person as they sign in. */
export interface PasswordHolder {
  readonly userId: string;
  readonly email: string;
  readonly passwordHash: string;
}

export interface NewPassword {
  readonly userId: string;
  readonly passwordHash: string;
  /** The hash that is changed; null: whichever it is. */
  readonly insteadOf: string | null;
  readonly sessionKept: string | null;
  readonly now: Date;
}

export interface UserStore {
  users(companyId: string, now: Date): Promise<readonly User[]>;
  invitations(companyId: string, now: Date): Promise<readonly Invitation[]>;
  /** In the place of one for the same address; false where somebody has that address already. */
  invite(invitation: Invitation & { readonly tokenHash: Buffer; readonly now: Date }): Promise<boolean>;
  findInvitation(tokenHash: Buffer, now: Date): Promise<Invitation | null>;
  /** Uses the invitation up; null where it does not hold any more. */
  accept(tokenHash: Buffer, user: NewUser): Promise<Invitation | null>;
  /** The address it was for; null where there is no such invitation. */
  withdraw(companyId: string, id: string): Promise<string | null>;
  /** `last-owner`: somebody has to be left who may do everything. */
  changeRole(of: { companyId: string; userId: string; role: UserRole }): Promise<'done' | 'not-found' | 'last-owner'>;
  /** Ends the sessions, too; who belongs to no other company is forgotten. */
  remove(of: { companyId: string; userId: string }): Promise<'done' | 'not-found' | 'last-owner'>;
  /** Of somebody who belongs to the company. */
  endSessions(of: { companyId: string; userId: string }): Promise<boolean>;
  /** Addresses are kept in small letters. */
  passwordHolder(email: string): Promise<PasswordHolder | null>;
  /** Ends the person's sessions, too, but the one of this token. False where it was changed meanwhile. */
  setPassword(of: NewPassword): Promise<boolean>;
}
