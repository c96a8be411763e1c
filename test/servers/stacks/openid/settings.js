export const settings = {
  authority: `${location.origin}/oidc`,
  client_id: 'app',
  redirect_uri: `${location.origin}/callback`,
  // A minute would be longer than tokens live here.
  accessTokenExpiringNotificationTimeInSeconds: 3,
};
