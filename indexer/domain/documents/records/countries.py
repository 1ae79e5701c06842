"""Countries by their codes: ISO 3166-1, two capitals (2024), and XK for Kosovo, which libraries use likewise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CONTINENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(codes.split())
        for name, codes in {
            "europe": """
                AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC
                MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
            """,
            "americas": """
                AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM
                KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI
            """,
            "africa": """
                AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR
                MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
            """,
            "asia-oceania": """
                AE AF AM AQ AS AU AZ BD BH BN BT CC CK CN CX CY FJ FM GE GU HK HM ID IL IN IQ IR JO JP KG KH KI KP
                KR KW KZ LA LB LK MH MM MN MO MP MV MY NC NF NP NR NU NZ OM PF PG PH PK PN PS PW QA SA SB SG SY TH
                TJ TK TL TM TO TR TV TW UM UZ VN VU WF WS YE
            """,
        }.items()
    }
)
"""The countries of each part of the world, by the regions of the United Nations' M49; Antarctica with the last."""

COUNTRY_CODES: frozenset[str] = frozenset().union(*CONTINENTS.values())
