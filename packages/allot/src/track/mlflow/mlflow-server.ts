// A small client of MLflow's REST API.
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCommand } from '../../catalog.js';

export type Answer = Readonly<Record<string, unknown>>;

/** Diagnostics: `track/unreachable`, `track/blocked-port`, `track/unauthorized`, `track/refused`. */
export interface MlflowServer {
  /** Without name and password. */
  readonly address: string;
  /** `absent` where the server says that there is no such thing. */
  get(path: string, query: Readonly<Record<string, string>>): Promise<Phase<Answer | 'absent'>>;
  post(path: string, body: object): Promise<Phase<Answer>>;
  /** Stores a file through the server's artifact proxy. */
  putFile(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<readonly Diagnostic[]>;
}

const PATIENCE_MS = 30_000;

/** Who asks: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD, or what stands in the address. */
export function mlflowServer(url: URL, environment: NodeJS.ProcessEnv = process.env): MlflowServer {
  const address = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const authorization = authorizationOf(url, environment);
  const ask = async (path: string, request: RequestInit): Promise<Phase<Reply>> => {
    try {
      const reply = await fetch(`${address}/api/2.0/${path}`, {
        ...request,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: { 'content-type': 'application/json', ...authorization },
      });
      if (reply.status === 401 || reply.status === 403)
        return [undefined, [reportCommand('track/unauthorized', { address, status: reply.status })]];
      return [{ ok: reply.ok, status: reply.status, text: await reply.text() }, []];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [undefined, [unreached(address, reasonOf(error))]];
    }
  };
  const parsed = (path: string, reply: Reply): Phase<Answer> => {
    const value = reply.ok ? parse(reply.text) : undefined;
    return value ? [value, []] : [undefined, [refusal(address, path, reply)]];
  };
  return {
    address,
    async get(path, query) {
      const [reply, problems] = await ask(`mlflow/${path}?${new URLSearchParams(query)}`, {});
      if (!reply) return [undefined, problems];
      const isAbsent = reply.status === 404 && parse(reply.text)?.error_code === 'RESOURCE_DOES_NOT_EXIST';
      return isAbsent ? ['absent', []] : parsed(path, reply);
    },
    async post(path, body) {
      const [reply, problems] = await ask(`mlflow/${path}`, { method: 'POST', body: JSON.stringify(body) });
      return reply ? parsed(path, reply) : [undefined, problems];
    },
    async putFile(path, bytes) {
      const place = path.split('/').map(encodeURIComponent).join('/');
      const [reply, problems] = await ask(`mlflow-artifacts/artifacts/${place}`, {
        method: 'PUT',
        body: bytes,
      });
      if (!reply) return problems;
      return reply.ok ? [] : [refusal(address, 'artifacts', reply)];
    },
  };
}

interface Reply {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

function authorizationOf(
  { username, password }: URL,
  environment: NodeJS.ProcessEnv,
): { readonly authorization?: string } {
  const { MLFLOW_TRACKING_TOKEN: token } = environment;
  if (token) return { authorization: `Bearer ${token}` };
  const user = environment.MLFLOW_TRACKING_USERNAME || decodeURIComponent(username);
  const secret = environment.MLFLOW_TRACKING_PASSWORD || decodeURIComponent(password);
  if (user === '') return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
}

const refusal = (address: string, path: string, { status, text }: Reply): Diagnostic => {
  const said = parse(text)?.message;
  // What stands before MLflow, or in its place, answers in HTML.
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const answer = (typeof said === 'string' ? said : words).slice(0, 300);
  return reportCommand('track/refused', { address, what: path, status, answer });
};

/** `bad port` is what `fetch` says of the ports that it never talks to. */
const unreached = (address: string, reason: string): Diagnostic =>
  reason === 'bad port'
    ? reportCommand('track/blocked-port', { address })
    : reportCommand('track/unreachable', { address, reason });

/** `fetch` hides what went wrong behind "fetch failed". */
function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer in ${PATIENCE_MS / 1000} seconds`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || String((cause as NodeJS.ErrnoException).code);
}

function parse(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}
