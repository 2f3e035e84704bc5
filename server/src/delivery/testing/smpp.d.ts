declare module 'smpp' {
  interface Pdu {
    readonly command_status: number;
    readonly password: string;
    readonly user_message_reference: number;
    readonly short_message: { readonly message: unknown; readonly udh?: readonly Buffer[] };
    response(fields?: object): Pdu;
  }
  interface Session {
    on(event: string, take: (pdu: Pdu) => void): void;
    send(pdu: Pdu): void;
    destroy(): void;
    deliver_sm(fields: object, answered: (pdu: Pdu) => void): void;
  }
  interface Server {
    listen(port: number, host: string, listening: () => void): void;
    address(): { port: number };
    close(closed: () => void): void;
  }
  const smpp: { createServer(take: (session: Session) => void): Server };
  export default smpp;
  export type { Session };
}
