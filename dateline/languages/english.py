"""English."""

from dateline.languages.language import Language, word_list
from dateline.languages.snowball import snowball

STOP_WORDS = word_list(
    """
    a about above across after again against all almost along already also although always am among an and any are
    around as at away be because been before being below between both but by can cannot could did do does doing done
    down during each either else even ever every few for from further get had has have having he her here hers herself
    him himself his how however i if in into is it its itself just least less let like many may me might more most much
    must my myself neither never no nor not now of off often on once one only onto or other others our ours ourselves
    out over own per perhaps rather same shall she should since so some such than that the their theirs them themselves
    then there therefore these they this those though through thus to too toward towards under until up upon us very was
    we well were what when where whether which while who whom whose why will with within without would yet you your
    yours yourself yourselves s t d ll m re ve
    said says say told according
    """
)

ENGLISH = Language(
    code="en",
    own_name="English",
    direction="ltr",
    letters={},
    stem=snowball("english"),
    stop_words=STOP_WORDS,
)
