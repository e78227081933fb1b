* A survey of three invented answers, for the tests of multiple-response sets.
* Made with GNU PSPP 1.6.2: pspp palvelut.sps.
DATA LIST LIST NOTABLE /id (F3) t1 t2 t3 (F1) s1 s2 (A3) c1 c2 c3 (F2) kunta (N3) kesto (TIME8) pvm (EDATE10) hetki (DATETIME20).
BEGIN DATA
1 1 0 1 "Yes" "No" 1 3 99 049 12:30:00 05.03.2020 "05-MAR-2020 10:15:30"
2 0 0 0 "No" "No" 2 . . 091 30:15:30 . .
3 9 9 9 "" "" 99 99 99 998 . 06.04.2021 .
END DATA.
VARIABLE LABELS t1 'Kevät' t2 'Syksy' t3 'Talvi' kunta 'Kotikunta' c1 'Ensin'.
VALUE LABELS t1 t2 t3 1 'Kyllä' 0 'Ei' 9 'Ei vastausta'
 /c1 c2 c3 1 'Puhelin' 2 'Verkko' 3 'Posti' 99 'Ei vastausta'
 /s1 'Yes' 'Aamu' /s2 'Yes' 'Ilta'
 /kunta 49 'Espoo' 91 'Helsinki' 998 'Ei koske'.
MISSING VALUES t1 t2 t3 (9) c1 c2 c3 (99) kunta (998).
MRSETS /MDGROUP NAME=$palvelut LABEL='Mitä käytit?' VARIABLES=t1 t2 t3 VALUE=1
 /MDGROUP NAME=$ajat VARIABLES=s1 s2 VALUE='Yes' CATEGORYLABELS=COUNTEDVALUES
 /MCGROUP NAME=$kanavat LABEL='Mitä kanavia?' VARIABLES=c1 c2 c3.
SAVE OUTFILE='palvelut.sav'.
