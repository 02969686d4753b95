// Calls the simulator over mutual TLS by its own WSDL, with node-soap: nothing of ours knows how the messages are made here.
// Reads {url, ca, p12, wachtwoord, inschrijving} as JSON on stdin and prints what came back as JSON.
import fs from "node:fs";
import https from "node:https";
import { randomUUID } from "node:crypto";
import axios from "axios";
import soap from "soap";

const v = JSON.parse(fs.readFileSync(0, "utf8"));
const agent = new https.Agent({ pfx: fs.readFileSync(v.p12), passphrase: v.wachtwoord, ca: fs.readFileSync(v.ca) });
const request = axios.create({ httpsAgent: agent, proxy: false });
const client = await soap.createClientAsync(`${v.url}?wsdl`, { request, wsdl_options: { httpsAgent: agent } });
const kop = () => ({
  identificatiecodeBedrijfsdocument: randomUUID(),
  verzendendeInstantie: "00AA00",
  ontvangendeInstantie: "DUO",
  datumTijdBedrijfsdocument: new Date().toISOString(),
});
const roep = async (operatie, inhoud) => (await client[`${operatie}Async`]({ bedrijfsdocument: kop(), ...inhoud }))[0];

const uit = { operaties: Object.keys(client.describe().BronPoService.BronPoPort) };
uit.antwoord = await roep("aanleverenInschrijving", { inschrijving: v.inschrijving });
uit.pagina = await roep("ophalenTerugkoppelingen", {});
uit.bevestigd = await roep("bevestigenTerugkoppelingen", { totEnMetOntvangstnummer: 1 });
try {
  await roep("bevestigenTerugkoppelingen", { totEnMetOntvangstnummer: 9 });
} catch (fout) {
  uit.fout = fout.root?.Envelope?.Body?.Fault?.detail?.technischeFout?.foutcode ?? String(fout.message);
}
console.log(JSON.stringify(uit));
agent.destroy();
