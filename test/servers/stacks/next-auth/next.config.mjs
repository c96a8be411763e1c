export default { rewrites: async () => [{ source: '/me', destination: '/api/me' }] };
