-- Rights of BRON Sync's own account; replace [bronsync] by that account
-- Made by bronsync.adapters.lvs2000.schema; this project's own model of LVS2000, see README.md.

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
