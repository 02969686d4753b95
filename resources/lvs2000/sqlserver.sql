-- Tables of LVS2000
-- Made by bronsync.adapters.lvs2000.schema; this project's own model of LVS2000, see README.md.


CREATE TABLE [Aanleverpunt] (
	[Aanleverpunt] NVARCHAR(6) NOT NULL,
	[Brin] NVARCHAR(4) NULL,
	[Naam] NVARCHAR(100) NULL,
	PRIMARY KEY ([Aanleverpunt])
);

CREATE TABLE [Databaseversie] (
	[DatabaseGuid] NVARCHAR(36) NOT NULL,
	[Versie] NVARCHAR(20) NULL,
	PRIMARY KEY ([DatabaseGuid])
);

CREATE TABLE [Leerling] (
	[LeerlingId] INTEGER NOT NULL,
	[Leerlingnummer] NVARCHAR(20) NULL,
	[Burgerservicenummer] NVARCHAR(20) NULL,
	[Onderwijsnummer] NVARCHAR(20) NULL,
	[Geboortedatum] NVARCHAR(8) NULL,
	[Geslacht] NVARCHAR(10) NULL,
	[Achternaam] NVARCHAR(200) NULL,
	[Voorvoegsel] NVARCHAR(20) NULL,
	[Voornamen] NVARCHAR(200) NULL,
	[Roepnaam] NVARCHAR(100) NULL,
	[Straatnaam] NVARCHAR(100) NULL,
	[Huisnummer] NVARCHAR(20) NULL,
	[Huisnummertoevoeging] NVARCHAR(20) NULL,
	[Huisnummeraanduiding] NVARCHAR(10) NULL,
	[Locatieomschrijving] NVARCHAR(100) NULL,
	[Postcode] NVARCHAR(20) NULL,
	[Plaatsnaam] NVARCHAR(100) NULL,
	[Land] NVARCHAR(10) NULL,
	[AdresregelBuitenland1] NVARCHAR(100) NULL,
	[AdresregelBuitenland2] NVARCHAR(100) NULL,
	[AdresregelBuitenland3] NVARCHAR(100) NULL,
	[GeheimAdres] BIT NULL,
	[OnderwijsSinds] DATE NULL,
	PRIMARY KEY ([LeerlingId])
);

CREATE TABLE [Personeel] (
	[PersoneelId] INTEGER NOT NULL,
	[Achternaam] NVARCHAR(200) NULL,
	[Functie] NVARCHAR(100) NULL,
	PRIMARY KEY ([PersoneelId])
);

CREATE TABLE [Vestiging] (
	[Brin] NVARCHAR(4) NOT NULL,
	[Vestigingsvolgnummer] NVARCHAR(2) NOT NULL,
	[Naam] NVARCHAR(100) NULL,
	PRIMARY KEY ([Brin], [Vestigingsvolgnummer])
);

CREATE TABLE [Absentie] (
	[AbsentieId] INTEGER NOT NULL IDENTITY,
	[LeerlingId] INTEGER NOT NULL,
	[Datum] DATE NULL,
	[Reden] NVARCHAR(100) NULL,
	PRIMARY KEY ([AbsentieId]),
	FOREIGN KEY([LeerlingId]) REFERENCES [Leerling] ([LeerlingId])
);

CREATE TABLE [Inschrijving] (
	[InschrijvingId] INTEGER NOT NULL,
	[LeerlingId] INTEGER NOT NULL,
	[Aanleverpunt] NVARCHAR(6) NULL,
	[UitgeslotenVanAanlevering] BIT NULL,
	[Inschrijfdatum] DATE NULL,
	[Uitschrijfdatum] DATE NULL,
	[Onderwijstype] NVARCHAR(10) NULL,
	[Inschrijfstatus] NVARCHAR(30) NULL,
	[Schoolsoort] NVARCHAR(10) NULL,
	[SchoolsoortDatum] DATE NULL,
	[Nnca] NVARCHAR(10) NULL,
	[Uitstroomprofiel] NVARCHAR(10) NULL,
	[Gewicht] NVARCHAR(10) NULL,
	[GewichtDatum] DATE NULL,
	[VoorschoolsProgramma] NVARCHAR(10) NULL,
	[VoorschoolsMaanden] NVARCHAR(10) NULL,
	[VroegschoolsProgramma] NVARCHAR(10) NULL,
	[VroegschoolsBegindatum] DATE NULL,
	[VroegschoolsEinddatum] DATE NULL,
	[EindtoetsSoort] NVARCHAR(10) NULL,
	[EindtoetsDatum] DATE NULL,
	[EindtoetsNiveau] NVARCHAR(10) NULL,
	[EindtoetsScore] NVARCHAR(10) NULL,
	[ReferentieniveauLezen] NVARCHAR(10) NULL,
	[ReferentieniveauTaal] NVARCHAR(10) NULL,
	[ReferentieniveauRekenen] NVARCHAR(10) NULL,
	[EindtoetsReden] NVARCHAR(10) NULL,
	[VoAdvies] NVARCHAR(10) NULL,
	[VoAdviesDatum] DATE NULL,
	[HerzienAdvies] NVARCHAR(10) NULL,
	[HerzienAdviesDatum] DATE NULL,
	[TerugplaatsingBrin] NVARCHAR(10) NULL,
	[TerugplaatsingVestiging] NVARCHAR(10) NULL,
	PRIMARY KEY ([InschrijvingId]),
	FOREIGN KEY([LeerlingId]) REFERENCES [Leerling] ([LeerlingId])
);

CREATE INDEX [IX_Inschrijving_Aanleverpunt] ON [Inschrijving] ([Aanleverpunt], [InschrijvingId]);

CREATE INDEX [IX_Inschrijving_LeerlingId] ON [Inschrijving] ([LeerlingId]);

CREATE TABLE [Nationaliteit] (
	[NationaliteitId] INTEGER NOT NULL IDENTITY,
	[LeerlingId] INTEGER NOT NULL,
	[Nationaliteit] NVARCHAR(10) NULL,
	[Begindatum] DATE NULL,
	[Einddatum] DATE NULL,
	PRIMARY KEY ([NationaliteitId]),
	FOREIGN KEY([LeerlingId]) REFERENCES [Leerling] ([LeerlingId])
);

CREATE INDEX [IX_Nationaliteit_LeerlingId] ON [Nationaliteit] ([LeerlingId]);

CREATE TABLE [Ouder] (
	[OuderId] INTEGER NOT NULL,
	[LeerlingId] INTEGER NOT NULL,
	[Achternaam] NVARCHAR(200) NULL,
	[Telefoon] NVARCHAR(20) NULL,
	PRIMARY KEY ([OuderId]),
	FOREIGN KEY([LeerlingId]) REFERENCES [Leerling] ([LeerlingId])
);

CREATE TABLE [Resultaat] (
	[ResultaatId] INTEGER NOT NULL IDENTITY,
	[LeerlingId] INTEGER NOT NULL,
	[Toets] NVARCHAR(100) NULL,
	[Score] NVARCHAR(20) NULL,
	PRIMARY KEY ([ResultaatId]),
	FOREIGN KEY([LeerlingId]) REFERENCES [Leerling] ([LeerlingId])
);

CREATE TABLE [Begeleiding] (
	[BegeleidingId] INTEGER NOT NULL IDENTITY,
	[InschrijvingId] INTEGER NOT NULL,
	[Soort] NVARCHAR(4) NULL,
	[Begindatum] DATE NULL,
	[Einddatum] DATE NULL,
	[Begeleidingsvorm] NVARCHAR(10) NULL,
	[Brin] NVARCHAR(10) NULL,
	[Vestiging] NVARCHAR(10) NULL,
	[SoortVerblijf] NVARCHAR(20) NULL,
	PRIMARY KEY ([BegeleidingId]),
	FOREIGN KEY([InschrijvingId]) REFERENCES [Inschrijving] ([InschrijvingId])
);

CREATE INDEX [IX_Begeleiding_InschrijvingId] ON [Begeleiding] ([InschrijvingId]);

CREATE TABLE [Indicatie] (
	[IndicatieId] INTEGER NOT NULL IDENTITY,
	[InschrijvingId] INTEGER NOT NULL,
	[Soort] NVARCHAR(3) NULL,
	[Begindatum] DATE NULL,
	[Einddatum] DATE NULL,
	[Indicatienummer] NVARCHAR(30) NULL,
	[Onderwijssoort] NVARCHAR(10) NULL,
	[Samenwerkingsverband] NVARCHAR(10) NULL,
	[Volgnummer] NVARCHAR(50) NULL,
	[Bekostigingscategorie] NVARCHAR(10) NULL,
	[Brin] NVARCHAR(10) NULL,
	[Vestiging] NVARCHAR(10) NULL,
	PRIMARY KEY ([IndicatieId]),
	FOREIGN KEY([InschrijvingId]) REFERENCES [Inschrijving] ([InschrijvingId])
);

CREATE INDEX [IX_Indicatie_InschrijvingId] ON [Indicatie] ([InschrijvingId]);

CREATE TABLE [Klassenhistorie] (
	[KlassenhistorieId] INTEGER NOT NULL IDENTITY,
	[InschrijvingId] INTEGER NOT NULL,
	[Begindatum] DATE NULL,
	[Groep] NVARCHAR(10) NULL,
	[Leerjaar] NVARCHAR(10) NULL,
	[Vestiging] NVARCHAR(10) NULL,
	[Bekostiging] BIT NULL,
	[SoortOnderwijs] NVARCHAR(20) NULL,
	PRIMARY KEY ([KlassenhistorieId]),
	FOREIGN KEY([InschrijvingId]) REFERENCES [Inschrijving] ([InschrijvingId])
);

CREATE INDEX [IX_Klassenhistorie_InschrijvingId] ON [Klassenhistorie] ([InschrijvingId]);
