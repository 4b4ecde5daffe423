// Who is measured. A contestant has
//   name      in addresses and on the command line
//   title     in the report
//   until     what ends the wait: the first usable "input", or the first "code" drawn
//   page      the page, as bare as its README shows it
//   answers   the files and the mocked server, by method and path
//   mount     run in the page: mounts one more, returns what takes it away; absent with `noMount`, the reason
import { auth0 } from "./auth0.js";
import { authing, authingCode } from "./authing.js";
import { hanko } from "./hanko.js";
import { ours, oursCode } from "./ours.js";
import { plain } from "./plain.js";
import { qrcode } from "./qrcode.js";
import { supabase } from "./supabase.js";

export const CONTESTANTS = [plain, ours, oursCode, hanko, supabase, auth0, authing, authingCode];

/** What more than one of them asks for. */
export const SHARED = [qrcode];
