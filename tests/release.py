"""Writes a small release: the ontology and rules that ship, and one pact, court, law, warrant and two persons."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in (
        ("op", "https://w3id.org/opposable/ontology/"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("dct", "http://purl.org/dc/terms/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        *(
            (kind, f"https://w3id.org/opposable/id/{kind}/")
            for kind in (
                *("treaty", "provision", "body", "basis", "proceeding", "ruling", "law", "rule", "reading"),
                *("condition", "state", "person", "source", "completeness"),
            )
        ),
    )
)
ACTS = """state,action,date,effective,precision,source,confirmed,note,undoes
XAA,Ratification,2001-01-01,2001-02-01,,gazette,yes,,
XBB,Ratification,2001-01-01,2001-02-01,,gazette,yes,,
"""
_FILES = {
    "states.csv": """iso3,iso2,label_en,label_ru,label_uk,label_fr,also_en,wikidata,note
XAA,XA,Alphaland,,,,,,
XBB,XB,Betaland,,,,,,
XCC,XC,Gammaland,,,,,,
""",
    "persons.csv": """stem,label_en,label_ru,nationality,office,source,confirmed,note
anna-sought,Anna Sought,,XAA,,gazette,yes,
boris-free,Boris Free,,XBB,,gazette,yes,
""",
    "sources/all.csv": """stem,kind,publisher,title,issued,url,read
gazette,gazette,Gazette,The gazette,2000-01-01,,2026-01-01
iso-3166,institution,ISO,Codes of states,2020-01-01,,2026-01-01
""",
    "treaties/pact.ttl": """
treaty:pact a op:Treaty ; skos:prefLabel "Pact"@en ; op:adopted "2000-01-01"^^xsd:date ;
  op:inForceFrom "2000-06-01"^^xsd:date ; op:cooperationClause provision:pact-art-1 ;
  op:bindingClause provision:pact-art-1 ;
  dct:source source:gazette .
provision:pact-art-1 a op:Provision ; skos:prefLabel "art. 1"@en ; op:provisionOf treaty:pact ; op:article "1" ;
  dct:source source:gazette .
completeness:pact-acts a op:CompletenessStatement ; skos:prefLabel "All acts towards the Pact are listed"@en ;
  op:about treaty:pact ; op:closes op:TreatyAction ; op:asOf "2026-01-01"^^xsd:date ; dct:source source:gazette .
""",
    "bodies/court.ttl": """
body:court a op:InternationalCourt ; skos:prefLabel "Court"@en ; op:established "2000-06-01"^^xsd:date ;
  op:competenceBasis basis:court-pact ; op:generalConsent treaty:pact ; op:hasMatter op:criminal ;
  dct:source source:gazette .
basis:court-pact a op:CompetenceBasis ; skos:prefLabel "Court: Pact"@en ; op:instrument treaty:pact ;
  dct:source source:gazette .
completeness:court-bases a op:CompletenessStatement ; skos:prefLabel "All bases of the Court are listed"@en ;
  op:about body:court ; op:closes op:CompetenceBasis ; op:asOf "2026-01-01"^^xsd:date ; dct:source source:gazette .
proceeding:court-case a op:Case ; skos:prefLabel "Case"@en ; op:before body:court ; op:opened "2010-01-01"^^xsd:date ;
  dct:source source:gazette .
ruling:court-warrant a op:ArrestWarrant ; skos:prefLabel "Warrant for Anna Sought"@en ; op:issuedBy body:court ;
  op:inProceeding proceeding:court-case ; op:concernsPerson person:anna-sought ;
  op:decided "2011-01-01"^^xsd:date ; op:madePublic "2011-02-01"^^xsd:date ; dct:source source:gazette .
""",
    "laws/xaa-act.ttl": """
law:xaa-act a op:NationalLaw ; skos:prefLabel "Act"@en ; op:lawOf state:XAA ; op:signed "2015-01-01"^^xsd:date ;
  dct:source source:gazette .
provision:xaa-act-1 a op:Provision ; skos:prefLabel "section 1, Act"@en ; op:provisionOf law:xaa-act ;
  op:article "1" ; dct:source source:gazette .
rule:xaa-act a op:NonRecognitionRule ; skos:prefLabel "Act: no treaty"@en ; op:holder state:XAA ;
  skos:definition "Rulings without a treaty of Alphaland are not executed."@en ;
  op:setBy provision:xaa-act-1 ; op:inForceFrom "2015-02-01"^^xsd:date ; op:effect op:notExecuted ;
  op:requires condition:no-treaty ; op:hasReading reading:xaa-all , reading:xaa-trade ; dct:source source:gazette .
reading:xaa-all a op:Reading ; skos:prefLabel "all matters"@en ; skos:definition "All matters."@en ;
  op:requires condition:bodies ; dct:source source:gazette .
reading:xaa-trade a op:Reading ; skos:prefLabel "trade only"@en ; skos:definition "Trade matters only."@en ;
  op:requires condition:trade ; dct:source source:gazette .
condition:no-treaty a op:NoFoundingTreatyCondition ; skos:prefLabel "no treaty"@en ;
  op:treatyInForceOn op:dayAsked ; op:competenceLevel op:perBody ; op:countsProvisionalApplication false ;
  dct:source source:gazette .
condition:bodies a op:BodyKindCondition ; skos:prefLabel "international courts"@en ;
  op:bodyKind op:InternationalCourt ; dct:source source:gazette .
condition:trade a op:MatterCondition ; skos:prefLabel "trade matters"@en ; op:matter op:trade ;
  dct:source source:gazette .
""",
    "laws/xbb-decree.ttl": """
law:xbb-decree a op:NationalLaw ; skos:prefLabel "Decree"@en ; op:lawOf state:XBB ; op:signed "2018-01-01"^^xsd:date ;
  dct:source source:gazette .
provision:xbb-decree-1 a op:Provision ; skos:prefLabel "section 1, Decree"@en ; op:provisionOf law:xbb-decree ;
  op:article "1" ; dct:source source:gazette .
rule:xbb-decree a op:NonRecognitionRule ; skos:prefLabel "Decree: the Court"@en ; op:holder state:XBB ;
  skos:definition "Rulings of the Court are not executed."@en ;
  op:setBy provision:xbb-decree-1 ; op:inForceFrom "2018-02-01"^^xsd:date ; op:effect op:notExecuted ;
  op:requires condition:named ; op:hasReading reading:xbb-all , reading:xbb-trade ; dct:source source:gazette .
reading:xbb-all a op:Reading ; skos:prefLabel "all | every matter"@en ; skos:definition "All | every matter."@en ;
  op:requires condition:bodies ; dct:source source:gazette .
reading:xbb-trade a op:Reading ; skos:prefLabel "trade only"@en ; skos:definition "Trade matters only."@en ;
  op:requires condition:trade ; dct:source source:gazette .
condition:named a op:NamedSubjectCondition ; skos:prefLabel "named body"@en ; op:names body:court ;
  dct:source source:gazette .
""",
    "treaties/pact.actions.csv": ACTS,
}


def release(folder: Path, **changed: str) -> Path:
    """Write a release into a folder and return it; ``acts`` replaces the table of acts."""
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    for name, text in _FILES.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_PREFIXES + text if path.suffix == ".ttl" else text, encoding="utf-8")
    if "acts" in changed:
        (folder / "data" / "treaties" / "pact.actions.csv").write_text(changed["acts"], encoding="utf-8")
    return folder
