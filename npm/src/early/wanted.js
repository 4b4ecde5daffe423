// Whether a code can be asked for before the module is there, and with which request. The module decides for all others.

/** The mini program's codes in the application's settings. */
const METHOD = "wechat-miniprogram-qrcode";

/**
 * Where the codes are asked for.
 * @param {string} url of the application's configuration
 */
export const codesOf = (url) => url.replace(/applications\/[\w-]+\/public-config$/, "qrcode/");

/**
 * What a create sends, by the application's configuration.
 * @param {{ status: number, body: string }} reply to the request for the configuration
 * @param {string} origin of the page
 * @param {string} own origin of the login server, whose pages always may
 * @returns {{ userPoolId?: string, extIdpConnId?: string } | undefined} none where the server has no extension, the
 *   application no codes, or this page no leave by name
 */
export const wantedOf = ({ status, body }, origin, own) => {
  const { code, data } = JSON.parse(body);
  if (status !== 200 || code !== 200 || !data.qrcode?.verifier) return undefined;
  const { allowedOrigins: origins = [], loginTabs: { list = [] } = {}, qrcodeTabsSettings: settings, userPoolId } = data;
  const connections = settings?.[METHOD] ?? [];
  const connection = connections.find(({ isDefault }) => isDefault) ?? connections[0];
  const isAllowed = !origins.length || [...origins, own].includes(origin);
  const hasCodes = list.length ? list.includes(METHOD) : connection;
  return isAllowed && hasCodes ? { userPoolId, extIdpConnId: connection?.id } : undefined;
};
