CREATE TABLE actie (
	nummer INTEGER NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	soort VARCHAR(200) NOT NULL,
	status VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	leerlingnummer TEXT NOT NULL,
	pgn TEXT NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	volgnummer TEXT NOT NULL,
	vingerafdruk TEXT NOT NULL,
	aangemaakt TEXT NOT NULL,
	lvs_hash TEXT NOT NULL,
	bron_hash TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	verzonden TEXT NOT NULL,
	reden TEXT NOT NULL,
	PRIMARY KEY (nummer)
);

CREATE TABLE audit (
	nummer INTEGER NOT NULL,
	tijdstip TEXT NOT NULL,
	sessie TEXT NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	onderwerp TEXT NOT NULL,
	van TEXT NOT NULL,
	naar TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	code TEXT NOT NULL,
	wie TEXT NOT NULL,
	versie TEXT NOT NULL,
	vorige TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (nummer)
);

CREATE TABLE beeld (
	aanleverpunt VARCHAR(200) NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum VARCHAR(200) NOT NULL,
	leerlingnummer TEXT NOT NULL,
	volgnummer TEXT NOT NULL,
	uitschrijfdatum TEXT NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	geheim BOOLEAN NOT NULL,
	historisch BOOLEAN NOT NULL,
	body BLOB NOT NULL,
	register BLOB NOT NULL,
	PRIMARY KEY (aanleverpunt, pgn, inschrijfdatum)
)
 WITHOUT ROWID;

CREATE TABLE beeld_verandering (
	aanleverpunt VARCHAR(200) NOT NULL,
	beeld_versie INTEGER NOT NULL,
	nummer INTEGER NOT NULL,
	peildatum TEXT NOT NULL,
	vorige_peildatum TEXT NOT NULL,
	soort TEXT NOT NULL,
	pgn TEXT NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	leerlingnummer TEXT NOT NULL,
	velden BLOB NOT NULL,
	PRIMARY KEY (aanleverpunt, beeld_versie, nummer)
);

CREATE TABLE besluit (
	aanleverpunt VARCHAR(200) NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	keuze TEXT NOT NULL,
	wie TEXT NOT NULL,
	wanneer TEXT NOT NULL,
	reden TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, vingerafdruk)
);

CREATE TABLE certificaat (
	aanleverpunt VARCHAR(200) NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	geldig_van TEXT NOT NULL,
	geldig_tot TEXT NOT NULL,
	sinds TEXT NOT NULL,
	p12 BLOB NOT NULL,
	wachtwoord TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, vingerafdruk)
);

CREATE TABLE dubbele (
	aanleverpunt VARCHAR(200) NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum VARCHAR(200) NOT NULL,
	brin_andere_school VARCHAR(200) NOT NULL,
	"begin" VARCHAR(200) NOT NULL,
	einde TEXT NOT NULL,
	eerst_gezien TEXT NOT NULL,
	laatst_gezien TEXT NOT NULL,
	notitie TEXT NOT NULL,
	verdwenen TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, pgn, inschrijfdatum, brin_andere_school, "begin")
);

CREATE TABLE gegeven (
	naam VARCHAR(200) NOT NULL,
	waarde TEXT NOT NULL,
	PRIMARY KEY (naam)
);

CREATE TABLE identificatie (
	aanleverpunt VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	uitkomst TEXT NOT NULL,
	pgn TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, inschrijving_id)
);

CREATE TABLE inbox (
	aanleverpunt VARCHAR(200) NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	stand VARCHAR(200) NOT NULL,
	soort TEXT NOT NULL,
	antwoord_op TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	raw BLOB NOT NULL,
	ontvangen TEXT NOT NULL,
	reden TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, ontvangstnummer)
);

CREATE TABLE koppeling (
	aanleverpunt VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	akkoord BLOB,
	PRIMARY KEY (aanleverpunt, inschrijving_id)
);

CREATE TABLE mutatie (
	nummer INTEGER NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	stand VARCHAR(200) NOT NULL,
	leerling_id INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	wijzigingen BLOB NOT NULL,
	aanleiding TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	PRIMARY KEY (nummer)
);

CREATE TABLE overzicht (
	aanleverpunt VARCHAR(200) NOT NULL,
	bericht_id VARCHAR(200) NOT NULL,
	volgorde INTEGER NOT NULL,
	pgn TEXT NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	leerlingnummer TEXT NOT NULL,
	volgnummer TEXT NOT NULL,
	uitschrijfdatum TEXT NOT NULL,
	geheim BOOLEAN NOT NULL,
	body BLOB NOT NULL,
	register BLOB NOT NULL,
	PRIMARY KEY (aanleverpunt, bericht_id, volgorde)
)
 WITHOUT ROWID;

CREATE TABLE overzicht_deel (
	aanleverpunt VARCHAR(200) NOT NULL,
	bericht_id VARCHAR(200) NOT NULL,
	deel INTEGER NOT NULL,
	aantal_delen INTEGER NOT NULL,
	aantal_inschrijvingen INTEGER NOT NULL,
	tot_en_met INTEGER NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	peildatum TEXT NOT NULL,
	met_historie BOOLEAN NOT NULL,
	einde BOOLEAN NOT NULL,
	aantal_in_deel INTEGER NOT NULL,
	PRIMARY KEY (aanleverpunt, bericht_id, deel)
);

CREATE TABLE reeks (
	naam VARCHAR(200) NOT NULL,
	laatste INTEGER NOT NULL,
	PRIMARY KEY (naam)
);

CREATE TABLE signaal (
	nummer INTEGER NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	actie INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	herkomst TEXT NOT NULL,
	code TEXT NOT NULL,
	ernst TEXT NOT NULL,
	tekst TEXT NOT NULL,
	veld TEXT NOT NULL,
	advies TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	gezien BOOLEAN NOT NULL,
	notitie TEXT NOT NULL,
	PRIMARY KEY (nummer)
);

CREATE TABLE stand (
	aanleverpunt VARCHAR(200) NOT NULL,
	beeld_versie INTEGER NOT NULL,
	peildatum TEXT,
	overzicht_met_historie BOOLEAN NOT NULL,
	overzicht_tot_en_met INTEGER NOT NULL,
	hoogste_ontvangstnummer INTEGER NOT NULL,
	bevestigd_tot_en_met INTEGER NOT NULL,
	herstel_nodig BOOLEAN NOT NULL,
	alles_vragen BOOLEAN NOT NULL,
	gat_na INTEGER NOT NULL,
	historisch_peildatum TEXT,
	lvs_identiteit TEXT NOT NULL,
	overzicht_bericht TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt)
);

CREATE TABLE verschil (
	aanleverpunt VARCHAR(200) NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	leerlingnummer TEXT NOT NULL,
	pgn TEXT NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	categorie TEXT NOT NULL,
	stand VARCHAR(200) NOT NULL,
	eerst_gezien TEXT NOT NULL,
	paren BLOB NOT NULL,
	automatisch BOOLEAN NOT NULL,
	voorstel TEXT NOT NULL,
	mogelijk BLOB NOT NULL,
	lvs_hash TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, vingerafdruk)
);

CREATE TABLE verzending (
	bericht_id VARCHAR(200) NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	actie INTEGER NOT NULL,
	operatie TEXT NOT NULL,
	body BLOB NOT NULL,
	sha256 TEXT NOT NULL,
	poging INTEGER NOT NULL,
	tijdstip TEXT NOT NULL,
	kenmerk TEXT NOT NULL,
	peildatum TEXT NOT NULL,
	dag TEXT NOT NULL,
	PRIMARY KEY (bericht_id)
);

CREATE INDEX ix_actie_aanleverpunt ON actie (aanleverpunt);

CREATE INDEX ix_audit_aanleverpunt ON audit (aanleverpunt);

CREATE INDEX ix_inbox_aanleverpunt_stand ON inbox (aanleverpunt, stand);

CREATE INDEX ix_koppeling_aanleverpunt_pgn ON koppeling (aanleverpunt, pgn);

CREATE INDEX ix_mutatie_aanleverpunt_stand ON mutatie (aanleverpunt, stand);

CREATE INDEX ix_signaal_aanleverpunt ON signaal (aanleverpunt);

CREATE INDEX ix_signaal_actie ON signaal (actie);

CREATE INDEX ix_verzending_aanleverpunt ON verzending (aanleverpunt);

CREATE INDEX ix_verzending_actie ON verzending (actie);

