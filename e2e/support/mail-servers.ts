/** The mail servers of a domain, as `client_servers` of the API. */
export const SERVERS = {
  webmail_url: "https://webmail.example.it/?ente=prova&lingua=it",
  imap: { host: "imap.example.it", port: 993, security: "tls" },
  pop: { host: "pop.example.it", port: 995, security: "tls" },
  smtp: { host: "smtp.example.it", port: 587, security: "starttls" },
};
