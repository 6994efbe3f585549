import type { SectionKind } from '../../domain/document.ts';

/** French phrases, accents removed; notation as in the English table. */
export const FRENCH: Readonly<Record<SectionKind, string>> = {
  overview:
    'apercu | vue d ensemble | resume | presentation | objectif* | objet | contexte | perimetre | description du service | a propos',
  dependencies:
    'dependances | composants | topologie | services externes | infrastructure technique | prerequis techniques',
  'service-level': 'niveau de service | niveaux de service | disponibilite | engagements de service | budget d erreur',
  owner:
    'responsable* | proprietaire* | equipe | interlocuteur* | referent* | roles et responsabilites | mainteneur* | contacts utiles',
  escalation:
    'd escalade | escalade | astreinte* | contacts d urgence | contact d urgence | premier niveau | deuxieme niveau | second niveau | niveau 1 | niveau 2 | niveau 3 | qui appeler',
  monitoring:
    'surveillance | supervision | alertes | journaux | tableaux de bord | tableau de bord | metriques | indicateurs | journalisation',
  'health-check': 'controle de sante | etat de sante | verification de sante | tests de fumee',
  diagnosis:
    'diagnostic* | symptomes | symptome | depannage | analyse de l incident | pannes | pannes frequentes | problemes frequents | problemes courants | causes possibles | modes de defaillance | scenarios de panne',
  mitigation:
    'attenuation | resolution de l incident | remediation | actions immediates | actions correctives | correction | confinement | mesures correctives | reponse aux incidents',
  procedure: 'procedure | procedures | etapes | marche a suivre | mode operatoire | deroulement',
  rollback:
    'retour arriere | retour en arriere | restauration de la version | revenir en arriere | revenir a la version | annulation du deploiement | procedure de retour',
  trigger:
    'declencheur* | declenchement | quand utiliser | quand declencher | quand revenir | criteres de decision | arbre de decision | conditions de declenchement | criteres d arret | seuils',
  verification: 'verification | verifications | validation apres | controles apres | criteres de sortie | recette',
  backup: 'sauvegarde* | restauration | reprise apres sinistre | plan de reprise | bascule | reprise d activite',
  deploy: 'deploiement* | mise en production | mise en service | livraison | publication',
  'kill-switch':
    'arret d urgence | coupe circuit | interrupteur d urgence | bouton d arret | desactivation | arret du service | mode maintenance | fonctionnalites a bascule',
  prerequisites:
    'prerequis | pre requis | preparatifs | avant de commencer | acces requis | autorisations | droits d acces',
  security: 'securite | donnees personnelles | donnees sensibles | gestion des cles | confidentialite | identifiants',
  communication: 'informer | information des clients | prevenir | page de statut | annonce',
  'post-incident':
    'post incident | apres incident | apres l incident | retour d experience | retrospective | prevention des incidents | suivi de l incident | lecons apprises | apres le retour arriere',
  drill: 'exercice* | repetition* | test de restauration | simulation*',
  review:
    'derniere revision | derniere mise a jour | prochaine revision | historique des versions | historique des revisions | suivi des modifications',
  links: 'liens | references utiles | voir aussi | documents associes | ressources | annexe*',
  workarounds:
    'contournement* | solutions de contournement | problemes connus | limites | limites connues | cas manuels | cas particuliers | exceptions connues',
  'day-2':
    'jour 2 | taches courantes | taches quotidiennes | taches regulieres | taches recurrentes | taches d exploitation | entretien | entretien regulier | maintenance courante | maintenance reguliere | exploitation courante | routine quotidienne',
};

/** German phrases, umlauts reduced to their vowel (`ue` spellings beside them); notation as in the English table. */
export const GERMAN: Readonly<Record<SectionKind, string>> = {
  overview:
    'uberblick | ueberblick | ubersicht | uebersicht | zusammenfassung | einleitung | einfuhrung | zweck | hintergrund | beschreibung | geltungsbereich | bedeutung',
  dependencies:
    'abhangigkeit* | abhaengigkeit* | architektur | komponenten | systemubersicht | schnittstellen | infrastruktur',
  'service-level':
    'verfugbarkeit* | verfuegbarkeit* | dienstgute | servicezeiten | betriebszeiten | reaktionszeiten | fehlerbudget',
  owner:
    'verantwortlich* | zustandig* | zustaendig* | ansprechpartner* | eigentumer* | eigentuemer* | kontakt* | rollen | besitzer | betreuer',
  escalation:
    'eskalation* | bereitschaft* | rufbereitschaft* | notfallkontakt* | erste linie | zweite linie | notrufnummer* | wen anrufen',
  monitoring:
    'uberwachung* | ueberwachung* | alarme | alarmierung | protokolle | protokollierung | metriken | kennzahlen | warnmeldungen',
  'health-check': 'zustandsprufung* | funktionsprufung* | gesundheitsprufung* | lebenszeichen',
  diagnosis:
    'diagnose* | symptome | fehlersuche | fehlerbehebung | storung* | stoerung* | fehlerbilder | ausfallszenarien | mogliche ursachen | haufige probleme | fehleranalyse',
  mitigation:
    'behebung | sofortmassnahmen | massnahmen | gegenmassnahmen | entstorung | schadensbegrenzung | losung | loesung',
  procedure: 'vorgehen | vorgehensweise | ablauf | schritte | durchfuhrung | anleitung | verfahren',
  rollback:
    'zuruckrollen | zurueckrollen | rucknahme | ruecknahme | zurucksetzen | ruckfall* | ruckabwicklung | ruckbau | wiederherstellen der vorversion | vorversion',
  trigger: 'ausloser | ausloeser | entscheidung* | wann | kriterien | abbruchkriterien | schwellenwert*',
  verification:
    'uberprufung | ueberpruefung | prufung | verifikation | verifizierung | abnahme | kontrolle | erfolgskontrolle',
  backup:
    'datensicherung* | sicherung* | wiederherstellung* | notfallwiederherstellung | ausfallsicherung | wiederanlauf*',
  deploy: 'bereitstellung* | auslieferung | freigabe | inbetriebnahme | veroffentlichung',
  'kill-switch':
    'notabschaltung* | notaus* | not aus | abschaltung | abschalten | notausschalter | drosselung | wartungsmodus | deaktivieren | deaktivierung',
  prerequisites: 'voraussetzung* | vorbereitung* | vorbedingung* | zugang | zugange | berechtigungen | zugriffsrechte',
  security: 'sicherheit | datenschutz | geheimnisse | schlusselverwaltung | personenbezogene daten | zugangsdaten',
  communication: 'kommunikation* | benachrichtigung* | informieren | statusseite | kundeninformation',
  'post-incident':
    'nachbereitung | nachbearbeitung | lehren | ruckblick | folgemassnahmen | vorbeugung | nach dem vorfall | nachbesprechung',
  drill: 'ubung* | uebung* | notfallubung* | probelauf* | testlauf* | generalprobe',
  review:
    'letzte uberprufung | letzte prufung | letzte aktualisierung | nachste uberprufung | nachste prufung | anderungshistorie | versionshistorie | anderungsverlauf',
  links: 'verweise | siehe auch | weiterfuhrend* | quellen | verwandte dokumente | anhang',
  workarounds:
    'bekannte probleme | bekannte fehler | bekannte einschrankungen | einschrankungen | umgehung* | umgehungslosung* | manuelle falle | ausnahmen | sonderfalle',
  'day-2':
    'betriebsaufgaben | regelaufgaben | routineaufgaben | tagliche aufgaben | wochentliche aufgaben | wiederkehrende aufgaben | regelmassige wartung | wartungsaufgaben | wartung | laufender betrieb | tagesgeschaft | regelbetrieb',
};
