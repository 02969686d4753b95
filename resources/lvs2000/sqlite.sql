-- Tables of LVS2000
-- Made by bronsync.adapters.lvs2000.schema; this project's own model of LVS2000, see README.md.


CREATE TABLE "Aanleverpunt" (
	"Aanleverpunt" VARCHAR(6) NOT NULL,
	"Brin" VARCHAR(4),
	"Naam" VARCHAR(100),
	PRIMARY KEY ("Aanleverpunt")
);

CREATE TABLE "Databaseversie" (
	"DatabaseGuid" VARCHAR(36) NOT NULL,
	"Versie" VARCHAR(20),
	PRIMARY KEY ("DatabaseGuid")
);

CREATE TABLE "Leerling" (
	"LeerlingId" INTEGER NOT NULL,
	"Leerlingnummer" VARCHAR(20),
	"Burgerservicenummer" VARCHAR(20),
	"Onderwijsnummer" VARCHAR(20),
	"Geboortedatum" VARCHAR(8),
	"Geslacht" VARCHAR(10),
	"Achternaam" VARCHAR(200),
	"Voorvoegsel" VARCHAR(20),
	"Voornamen" VARCHAR(200),
	"Roepnaam" VARCHAR(100),
	"Straatnaam" VARCHAR(100),
	"Huisnummer" VARCHAR(20),
	"Huisnummertoevoeging" VARCHAR(20),
	"Huisnummeraanduiding" VARCHAR(10),
	"Locatieomschrijving" VARCHAR(100),
	"Postcode" VARCHAR(20),
	"Plaatsnaam" VARCHAR(100),
	"Land" VARCHAR(10),
	"AdresregelBuitenland1" VARCHAR(100),
	"AdresregelBuitenland2" VARCHAR(100),
	"AdresregelBuitenland3" VARCHAR(100),
	"GeheimAdres" BOOLEAN,
	"OnderwijsSinds" DATE,
	PRIMARY KEY ("LeerlingId")
);

CREATE TABLE "Personeel" (
	"PersoneelId" INTEGER NOT NULL,
	"Achternaam" VARCHAR(200),
	"Functie" VARCHAR(100),
	PRIMARY KEY ("PersoneelId")
);

CREATE TABLE "Vestiging" (
	"Brin" VARCHAR(4) NOT NULL,
	"Vestigingsvolgnummer" VARCHAR(2) NOT NULL,
	"Naam" VARCHAR(100),
	PRIMARY KEY ("Brin", "Vestigingsvolgnummer")
);

CREATE TABLE "Absentie" (
	"AbsentieId" INTEGER NOT NULL,
	"LeerlingId" INTEGER NOT NULL,
	"Datum" DATE,
	"Reden" VARCHAR(100),
	PRIMARY KEY ("AbsentieId"),
	FOREIGN KEY("LeerlingId") REFERENCES "Leerling" ("LeerlingId")
);

CREATE TABLE "Inschrijving" (
	"InschrijvingId" INTEGER NOT NULL,
	"LeerlingId" INTEGER NOT NULL,
	"Aanleverpunt" VARCHAR(6),
	"UitgeslotenVanAanlevering" BOOLEAN,
	"Inschrijfdatum" DATE,
	"Uitschrijfdatum" DATE,
	"Onderwijstype" VARCHAR(10),
	"Inschrijfstatus" VARCHAR(30),
	"Schoolsoort" VARCHAR(10),
	"SchoolsoortDatum" DATE,
	"Nnca" VARCHAR(10),
	"Uitstroomprofiel" VARCHAR(10),
	"Gewicht" VARCHAR(10),
	"GewichtDatum" DATE,
	"VoorschoolsProgramma" VARCHAR(10),
	"VoorschoolsMaanden" VARCHAR(10),
	"VroegschoolsProgramma" VARCHAR(10),
	"VroegschoolsBegindatum" DATE,
	"VroegschoolsEinddatum" DATE,
	"EindtoetsSoort" VARCHAR(10),
	"EindtoetsDatum" DATE,
	"EindtoetsNiveau" VARCHAR(10),
	"EindtoetsScore" VARCHAR(10),
	"ReferentieniveauLezen" VARCHAR(10),
	"ReferentieniveauTaal" VARCHAR(10),
	"ReferentieniveauRekenen" VARCHAR(10),
	"EindtoetsReden" VARCHAR(10),
	"VoAdvies" VARCHAR(10),
	"VoAdviesDatum" DATE,
	"HerzienAdvies" VARCHAR(10),
	"HerzienAdviesDatum" DATE,
	"TerugplaatsingBrin" VARCHAR(10),
	"TerugplaatsingVestiging" VARCHAR(10),
	PRIMARY KEY ("InschrijvingId"),
	FOREIGN KEY("LeerlingId") REFERENCES "Leerling" ("LeerlingId")
);

CREATE INDEX "IX_Inschrijving_Aanleverpunt" ON "Inschrijving" ("Aanleverpunt", "InschrijvingId");

CREATE INDEX "IX_Inschrijving_LeerlingId" ON "Inschrijving" ("LeerlingId");

CREATE TABLE "Nationaliteit" (
	"NationaliteitId" INTEGER NOT NULL,
	"LeerlingId" INTEGER NOT NULL,
	"Nationaliteit" VARCHAR(10),
	"Begindatum" DATE,
	"Einddatum" DATE,
	PRIMARY KEY ("NationaliteitId"),
	FOREIGN KEY("LeerlingId") REFERENCES "Leerling" ("LeerlingId")
);

CREATE INDEX "IX_Nationaliteit_LeerlingId" ON "Nationaliteit" ("LeerlingId");

CREATE TABLE "Ouder" (
	"OuderId" INTEGER NOT NULL,
	"LeerlingId" INTEGER NOT NULL,
	"Achternaam" VARCHAR(200),
	"Telefoon" VARCHAR(20),
	PRIMARY KEY ("OuderId"),
	FOREIGN KEY("LeerlingId") REFERENCES "Leerling" ("LeerlingId")
);

CREATE TABLE "Resultaat" (
	"ResultaatId" INTEGER NOT NULL,
	"LeerlingId" INTEGER NOT NULL,
	"Toets" VARCHAR(100),
	"Score" VARCHAR(20),
	PRIMARY KEY ("ResultaatId"),
	FOREIGN KEY("LeerlingId") REFERENCES "Leerling" ("LeerlingId")
);

CREATE TABLE "Begeleiding" (
	"BegeleidingId" INTEGER NOT NULL,
	"InschrijvingId" INTEGER NOT NULL,
	"Soort" VARCHAR(4),
	"Begindatum" DATE,
	"Einddatum" DATE,
	"Begeleidingsvorm" VARCHAR(10),
	"Brin" VARCHAR(10),
	"Vestiging" VARCHAR(10),
	"SoortVerblijf" VARCHAR(20),
	PRIMARY KEY ("BegeleidingId"),
	FOREIGN KEY("InschrijvingId") REFERENCES "Inschrijving" ("InschrijvingId")
);

CREATE INDEX "IX_Begeleiding_InschrijvingId" ON "Begeleiding" ("InschrijvingId");

CREATE TABLE "Indicatie" (
	"IndicatieId" INTEGER NOT NULL,
	"InschrijvingId" INTEGER NOT NULL,
	"Soort" VARCHAR(3),
	"Begindatum" DATE,
	"Einddatum" DATE,
	"Indicatienummer" VARCHAR(30),
	"Onderwijssoort" VARCHAR(10),
	"Samenwerkingsverband" VARCHAR(10),
	"Volgnummer" VARCHAR(50),
	"Bekostigingscategorie" VARCHAR(10),
	"Brin" VARCHAR(10),
	"Vestiging" VARCHAR(10),
	PRIMARY KEY ("IndicatieId"),
	FOREIGN KEY("InschrijvingId") REFERENCES "Inschrijving" ("InschrijvingId")
);

CREATE INDEX "IX_Indicatie_InschrijvingId" ON "Indicatie" ("InschrijvingId");

CREATE TABLE "Klassenhistorie" (
	"KlassenhistorieId" INTEGER NOT NULL,
	"InschrijvingId" INTEGER NOT NULL,
	"Begindatum" DATE,
	"Groep" VARCHAR(10),
	"Leerjaar" VARCHAR(10),
	"Vestiging" VARCHAR(10),
	"Bekostiging" BOOLEAN,
	"SoortOnderwijs" VARCHAR(20),
	PRIMARY KEY ("KlassenhistorieId"),
	FOREIGN KEY("InschrijvingId") REFERENCES "Inschrijving" ("InschrijvingId")
);

CREATE INDEX "IX_Klassenhistorie_InschrijvingId" ON "Klassenhistorie" ("InschrijvingId");
