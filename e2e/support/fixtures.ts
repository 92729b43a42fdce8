import { test as base, expect } from "@playwright/test";
import { Api, type Credentials } from "./api.ts";
import { Panel } from "./panel.ts";
import { PostOffice } from "./post-office.ts";
import { Server } from "./server.ts";
import { World } from "./world.ts";

export { expect };

interface WorkerFixtures {
  /** The mail server that receives the server's messages. */
  post: PostOffice;
  server: Server;
  operator: Api;
}

interface TestFixtures {
  /** A new organisation for this test only. */
  world: World;
  panel: Panel;
  /** Fails the test on unexpected errors of the page. */
  quietPage: void;
}

export const OPERATOR: Credentials = { username: "gestore", password: "una frase da ricordare" };

/** Creates the operator and starts the server. */
export async function begin(server: Server): Promise<void> {
  server.command(["migrate"]);
  server.command(
    ["account", "create", "--username", OPERATOR.username, "--role", "operator", "--password-stdin"],
    OPERATOR.password,
  );
  await server.start();
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  post: [
    async ({}, use) => {
      const post = new PostOffice();
      await post.open();
      await use(post);
      await post.close();
    },
    { scope: "worker" },
  ],

  server: [async ({ post }, use) => serve(post, use), { scope: "worker" }],

  operator: [
    async ({ server }, use) => {
      const operator = await Api.signIn(server.url, OPERATOR);
      await use(operator);
      await operator.dispose();
    },
    { scope: "worker" },
  ],

  world: async ({ operator }, use) => {
    await use(await World.create(operator));
  },

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  panel: async ({ page }, use) => {
    await use(new Panel(page));
  },

  quietPage: [
    async ({ page, server }, use, test) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
      page.on("console", (message) => {
        // The browser reports refused requests here too, which are left to the tests.
        const refusal = message.text().startsWith("Failed to load resource");
        if (message.type() === "error" && !refusal) complaints.push(message.text());
      });
      await use();
      if (test.status !== test.expectedStatus) await test.attach("server.log", { body: server.log() });
      expect(complaints, "errors on the page").toEqual([]);
    },
    { auto: true },
  ],
});

/** Tests with a server that no other file uses: one moves its clock, another counts on what it keeps for an address. */
export function testOnOwnServer(): typeof test {
  return test.extend({
    server: [async ({ post }, use) => serve(post, use), { scope: "worker" }],
  });
}

async function serve(post: PostOffice, use: (server: Server) => Promise<void>): Promise<void> {
  const server = new Server(post.url);
  try {
    await begin(server);
    await use(server);
  } finally {
    await server.stop();
    await server.remove();
  }
}
