/** Writes of the part of the port about access, as the endpoint's notes name them. */
export const ACCESS_WRITES: readonly string[] = ['dropToken', 'putRevocation', 'dropRevocation', 'addDiscard', 'putInviter', 'dropInvitesOf'].map((m) => `access.${m}`);
