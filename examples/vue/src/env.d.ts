// Where the login server is, from the environment of the build, as in
// `VITE_GUARD_HOST=https://login.example.com npm run build`.
interface ImportMetaEnv {
  readonly VITE_GUARD_APP_ID?: string;
  readonly VITE_GUARD_HOST?: string;
}
