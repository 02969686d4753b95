-- Rechten voor een eigen account van BRON Sync op de LVS2000-database (SQL Server 2012 of nieuwer).
-- Voor de systeembeheerder. BRON Sync leest de tabellen hieronder en wijzigt alleen de genoemde kolommen; meer heeft het niet nodig.
-- Gebruik dit NIET voor het account waarmee LVS2000 zelf werkt: de DENY-regels onderaan sluiten dat account buiten.
-- Maak eerst het account, of neem een Windows-groep, en vervang overal [bronsync] door die naam:
--   CREATE LOGIN [bronsync] WITH PASSWORD = '...';
--   CREATE USER [bronsync] FOR LOGIN [bronsync];
-- Kies daarna in BRON Sync: Instellingen - Verbinding wijzigen, met dit account.
-- Gemaakt door bronsync.adapters.lvs2000.schema, met de tabellen van het eigen model van dit project (README.md).

GRANT SELECT ON [Aanleverpunt] TO [bronsync];
GRANT SELECT ON [Databaseversie] TO [bronsync];
GRANT SELECT ON [Leerling] TO [bronsync];
GRANT SELECT ON [Vestiging] TO [bronsync];
GRANT SELECT ON [Inschrijving] TO [bronsync];
GRANT SELECT ON [Nationaliteit] TO [bronsync];
GRANT SELECT ON [Begeleiding] TO [bronsync];
GRANT SELECT ON [Indicatie] TO [bronsync];
GRANT SELECT ON [Klassenhistorie] TO [bronsync];
GRANT UPDATE ON [Leerling] ([Burgerservicenummer], [Onderwijsnummer], [Geboortedatum], [Geslacht], [Achternaam], [Voorvoegsel], [Voornamen], [Straatnaam], [Huisnummer], [Huisnummertoevoeging], [Huisnummeraanduiding], [Locatieomschrijving], [Postcode], [Plaatsnaam], [Land], [AdresregelBuitenland1], [AdresregelBuitenland2], [AdresregelBuitenland3], [OnderwijsSinds]) TO [bronsync];
DENY SELECT, INSERT, UPDATE, DELETE ON [Personeel] TO [bronsync];
DENY SELECT, INSERT, UPDATE, DELETE ON [Ouder] TO [bronsync];
DENY SELECT, INSERT, UPDATE, DELETE ON [Absentie] TO [bronsync];
DENY SELECT, INSERT, UPDATE, DELETE ON [Resultaat] TO [bronsync];

-- Werkt de database met views in het schema bronsync (views.sql)? Geef dan, in plaats van de regels met GRANT hierboven, deze rechten;
-- op de tabellen achter de views is dan geen recht nodig, want schema bronsync heeft dezelfde eigenaar (dbo).
-- GRANT SELECT ON [bronsync].[Aanleverpunt] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Databaseversie] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Leerling] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Vestiging] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Inschrijving] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Nationaliteit] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Begeleiding] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Indicatie] TO [bronsync];
-- GRANT SELECT ON [bronsync].[Klassenhistorie] TO [bronsync];
-- GRANT UPDATE ON [bronsync].[Leerling] ([Burgerservicenummer], [Onderwijsnummer], [Geboortedatum], [Geslacht], [Achternaam], [Voorvoegsel], [Voornamen], [Straatnaam], [Huisnummer], [Huisnummertoevoeging], [Huisnummeraanduiding], [Locatieomschrijving], [Postcode], [Plaatsnaam], [Land], [AdresregelBuitenland1], [AdresregelBuitenland2], [AdresregelBuitenland3], [OnderwijsSinds]) TO [bronsync];
