"""DDI codebooks of the tests: an invented one as an archive keeps them, short ones, and the order of parts.

`ORDER` is the order in which DDI-Codebook 2.5 lets the parts of an element stand, for the elements that verkosto
writes. It was read off the standard's schema by a person and is no copy of it.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["ARCHIVED", "ENUMERATED", "NAMESPACES", "ORDER", "REFERENCES", "book", "dataset", "write_book"]

NAMESPACES = ("", "http://www.icpsr.umich.edu/DDI", "ddi:codebook:2_0", "ddi:codebook:2_5", "ddi:codebook:2_6")

ORDER: dict[str, tuple[str, ...]] = {
    "codeBook": ("docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"),
    "docDscr": ("citation", "guide", "docStatus", "docSrc", "controlledVocabUsed", "notes"),
    "stdyDscr": ("citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method", "dataAccs", "notes"),
    "citation": ("titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit", "holdings", "notes"),
    "titlStmt": ("titl", "subTitl", "altTitl", "parTitl", "IDNo"),
    "prodStmt": ("producer", "copyright", "prodDate", "prodPlac", "software", "fundAg", "grantNo"),
    "stdyInfo": ("studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes", "exPostEvaluation"),
    "sumDscr": ("timePrd", "collDate", "nation", "geogCover", "geogUnit", "anlyUnit", "universe", "dataKind"),
    "method": ("dataColl", "notes", "anlyInfo", "stdyClas"),
    "dataColl": ("timeMeth", "dataCollector", "frequenc", "sampProc", "deviat", "collMode", "resInstru", "weight"),
    "sampProc": ("concept", "txt"),
    "anlyUnit": ("Link",),
    "universe": ("Link",),
    "dataDscr": ("varGrp", "nCubeGrp", "var", "nCube", "notes"),
    "varGrp": ("labl", "txt", "concept", "defntn", "universe", "notes"),
    "var": (
        *("location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng"),
        *("invalrng", "undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry"),
        *("codInstr", "verStmt", "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"),
    ),
    "qstn": ("preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"),
    "valrng": ("item", "range", "key", "notes"),
    "catgry": ("catValu", "labl", "txt", "catStat", "mrow"),
}
"""Element → its parts in their order; elements that do not stand here hold text only."""

ENUMERATED: dict[tuple[str, str], frozenset[str]] = {
    ("collDate", "event"): frozenset({"start", "end", "single"}),
    ("varGrp", "type"): frozenset({"multipleResp", "grid", "other"}),
    ("var", "wgt"): frozenset({"wgt", "not-wgt"}),
    ("var", "intrvl"): frozenset({"contin", "discrete"}),
    ("var", "nature"): frozenset({"nominal", "ordinal", "interval", "ratio", "percent", "other"}),
    ("var", "geog"): frozenset({"Y", "N"}),
    ("var", "representationType"): frozenset({"text", "numeric", "code", "datetime", "other"}),
    ("qstn", "responseDomainType"): frozenset(
        {"text", "numeric", "code", "category", "datetime", "geographic", "multiple", "other"}
    ),
    ("range", "UNITS"): frozenset({"INT", "REAL"}),
    ("catgry", "missing"): frozenset({"Y", "N"}),
    ("varFormat", "type"): frozenset({"character", "numeric"}),
    ("varFormat", "schema"): frozenset({"SAS", "SPSS", "IBM", "ANSI", "ISO", "XML-Data", "other"}),
    ("varFormat", "category"): frozenset({"date", "time", "currency", "other"}),
}
"""Element and attribute → the words that the standard allows."""

REFERENCES = (("varGrp", "var"), ("qstn", "qstn"), ("Link", "refs"))
"""Attributes that name the ids of other elements."""


def book(variables: str = "", *, study: str = "", head: str = "", space: str = "ddi:codebook:2_5") -> str:
    """A short codebook in Finnish."""
    named = f' xmlns="{space}"' if space else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<codeBook{named} xml:lang="fi">\n'
        f"<stdyDscr><citation><titlStmt><titl>Kysely</titl></titlStmt></citation>{study}</stdyDscr>\n"
        f"<dataDscr>{variables}</dataDscr>\n</codeBook>\n"
    )


def dataset(variables: str) -> str:
    """A short codebook that says of itself that verkosto wrote it."""
    return book(variables).replace(
        "<stdyDscr>",
        "<docDscr><citation><titlStmt><titl>K</titl></titlStmt><prodStmt><software>verkosto</software></prodStmt>"
        "</citation></docDscr><stdyDscr>",
    )


def write_book(folder: Path, text: str, name: str = "koodikirja.xml") -> Path:
    """Write a codebook into a file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


ARCHIVED = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="nayta.xsl"?>
<!-- Keksitty koodikirja: aineistoa ei ole. -->
<codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="2.5"
    xsi:schemaLocation="ddi:codebook:2_5 codebook.xsd">
  <docDscr>
    <citation>
      <titlStmt>
        <titl xml:lang="fi">DDI-kuvailu: Talkootyö seuroissa 2019</titl>
      </titlStmt>
      <prodStmt>
        <producer xml:lang="fi" abbr="KAK">Keksitty arkisto</producer>
        <software>Koodikirjoitin 9</software>
      </prodStmt>
    </citation>
  </docDscr>
  <stdyDscr>
    <citation>
      <titlStmt>
        <titl xml:lang="fi">Talkootyö
          seuroissa 2019</titl>
        <parTitl xml:lang="en">Volunteering in Clubs 2019</parTitl>
        <parTitl xml:lang="sv">Talkoarbete i föreningar 2019</parTitl>
        <IDNo xml:lang="fi">urn:nbn:fi:keksitty:T-FSD9901</IDNo>
        <IDNo agency="FSD">FSD9901</IDNo>
      </titlStmt>
      <distStmt><distDate date="2021-01-15">15.1.2021</distDate></distStmt>
    </citation>
    <stdyInfo>
      <subject><keyword xml:lang="fi" vocab="YSO">talkoot</keyword></subject>
      <abstract xml:lang="fi">Keksitty tutkimus.</abstract>
      <sumDscr>
        <timePrd event="single" date="2019">2019</timePrd>
        <collDate xml:lang="fi" event="start" date="2019-03-04">4.3.2019</collDate>
        <collDate xml:lang="fi" event="end" date="2019-04-30">30.4.2019</collDate>
        <collDate xml:lang="en" event="start" date="2019-03-04">2019-03-04</collDate>
        <nation xml:lang="fi" abbr="FI">Suomi</nation>
        <geogCover xml:lang="fi">Suomi</geogCover>
        <anlyUnit xml:lang="fi">Henkilö<concept vocab="DDI Analysis Unit">Individual</concept></anlyUnit>
        <universe xml:lang="fi">Seurojen jäsenet</universe>
        <dataKind xml:lang="fi">Kvantitatiivinen</dataKind>
      </sumDscr>
    </stdyInfo>
    <method>
      <dataColl>
        <timeMeth xml:lang="fi">Poikittaisaineisto</timeMeth>
        <sampProc xml:lang="fi">Todennäköisyysotanta: ositettu otanta</sampProc>
        <sampProc xml:lang="en">Probability: Stratified</sampProc>
        <collMode xml:lang="fi">Itsetäytettävä lomake: verkkolomake</collMode>
        <weight xml:lang="fi">Aineistossa on painomuuttuja.</weight>
      </dataColl>
    </method>
  </stdyDscr>
  <fileDscr ID="F1"><fileTxt><fileName>daF9901.sav</fileName></fileTxt></fileDscr>
  <dataDscr>
    <varGrp ID="G1" type="grid" name="q3" var="V6 V7">
      <labl xml:lang="fi">Talkoiden merkitys</labl>
    </varGrp>
    <varGrp ID="G2" type="multipleResp" var="V8 V9"><labl xml:lang="fi">Talkoot</labl></varGrp>
    <varGrp ID="G3" type="subject" var="V4 V5"><labl xml:lang="fi">Taustatiedot</labl></varGrp>
    <var ID="V1" name="fsd_no" files="F1" intrvl="discrete"><labl xml:lang="fi">FSD:n aineistonumero</labl></var>
    <var ID="V2" name="fsd_id" files="F1"><labl xml:lang="fi">FSD:n havaintotunnus</labl></var>
    <var ID="V3" name="paino" wgt="wgt" files="F1" dcml="4" intrvl="contin">
      <labl xml:lang="fi">Painomuuttuja</labl><varFormat type="numeric"/>
    </var>
    <var ID="V4" name="q1" files="F1" intrvl="discrete">
      <location width="1"/>
      <labl xml:lang="fi">[q1] Sukupuoli</labl>
      <labl xml:lang="en">[q1] Gender</labl>
      <qstn>
        <qstnLit xml:lang="fi">Sukupuolesi?</qstnLit>
        <qstnLit xml:lang="sv">Ditt kön?</qstnLit>
        <qstnLit xml:lang="en">Your gender?</qstnLit>
      </qstn>
      <sumStat type="vald">812</sumStat>
      <catgry>
        <catValu>1</catValu>
        <labl xml:lang="fi">Nainen</labl><labl xml:lang="sv">Kvinna</labl><labl xml:lang="en">Female</labl>
        <catStat type="freq">430</catStat>
      </catgry>
      <catgry>
        <catValu>2</catValu>
        <labl xml:lang="fi">Mies</labl><labl xml:lang="sv">Man</labl><labl xml:lang="en">Male</labl>
        <catStat type="freq">382</catStat>
      </catgry>
      <catgry missing="Y">
        <catValu>9</catValu><labl xml:lang="fi">Ei halua vastata</labl><labl xml:lang="en">Refused</labl>
      </catgry>
      <varFormat type="numeric" schema="other"/>
    </var>
    <var ID="V5" name="q2" files="F1" intrvl="contin">
      <labl xml:lang="fi">[q2] Syntymävuosi</labl>
      <qstn><qstnLit xml:lang="fi">Minä vuonna olet syntynyt?</qstnLit></qstn>
      <valrng><range min="1921" max="2003"/></valrng>
      <sumStat type="mean">1969.5</sumStat>
      <catgry><catValu>1921</catValu><catStat>2</catStat></catgry>
      <catgry><catValu>2003</catValu><catStat>7</catStat></catgry>
      <catgry missing="Y" missType="no answer"><catValu>9999</catValu><labl xml:lang="fi">Tieto puuttuu</labl></catgry>
      <varFormat type="numeric"/>
    </var>
    <var ID="V6" name="q3_1" files="F1">
      <labl xml:lang="fi">[q3_1] Yhteishenki</labl>
      <qstn>
        <preQTxt xml:lang="fi">Kuinka tärkeää talkoissa on</preQTxt><qstnLit xml:lang="fi">yhteishenki?</qstnLit>
      </qstn>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Ei tärkeää</labl></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Tärkeää</labl></catgry>
      <catgry missing="Y"><catValu>8</catValu><labl xml:lang="fi">En osaa sanoa</labl></catgry>
    </var>
    <var ID="V7" name="q3_2" files="F1">
      <labl xml:lang="fi">[q3_2] Raha</labl>
      <qstn><preQTxt xml:lang="fi">Kuinka tärkeää talkoissa on</preQTxt><qstnLit xml:lang="fi">raha?</qstnLit></qstn>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Ei tärkeää</labl></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Tärkeää</labl></catgry>
      <catgry missing="Y"><catValu>8</catValu><labl xml:lang="fi">En osaa sanoa</labl></catgry>
    </var>
    <var ID="V8" name="q4_1" files="F1">
      <labl xml:lang="fi">Rakentaminen</labl>
      <qstn><preQTxt xml:lang="fi">Mitä olet tehnyt talkoilla?</preQTxt></qstn>
      <catgry><catValu>0</catValu><labl>Ei</labl></catgry><catgry><catValu>1</catValu><labl>Kyllä</labl></catgry>
    </var>
    <var ID="V9" name="q4_2" files="F1">
      <labl xml:lang="fi">Siivous</labl>
      <qstn><preQTxt xml:lang="fi">Mitä olet tehnyt talkoilla?</preQTxt></qstn>
      <universe xml:lang="fi">Ne, jotka ovat olleet talkoissa</universe>
      <catgry><catValu>0</catValu><labl>Ei</labl></catgry><catgry><catValu>1</catValu><labl>Kyllä</labl></catgry>
    </var>
    <var ID="V10" name="q5" files="F1">
      <labl xml:lang="fi">[q5] Mitä muuta?</labl><varFormat type="character"/>
    </var>
    <var ID="V11" name="q6" files="F1">
      <labl xml:lang="fi">[q6] Päivä</labl>
      <varFormat type="numeric" schema="SPSS" formatname="ADATE10" category="date"/>
    </var>
    <var ID="V12" name="q7" files="F1" geog="Y" geoVocab="maakunta">
      <labl xml:lang="fi">[q7] Maakunta</labl>
      <catgry><catValu>01</catValu><labl xml:lang="fi">Uusimaa</labl></catgry>
      <catgry missing="Y" missType="inap"><catValu>99</catValu><labl xml:lang="fi">Asuu ulkomailla</labl></catgry>
    </var>
  </dataDscr>
</codeBook>
"""
"""An invented codebook as the Finnish Social Science Data Archive fills one in; nobody answered."""
