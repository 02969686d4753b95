from hypothesis import Phase, event, given, settings

from helpers.omgeving import zonder_controles
from helpers.school import Plan, plannen


KORT = settings(phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink))


@KORT
@given(plannen())
def test_EIG_2_and_EIG_4(plan: Plan):
    with zonder_controles():
        wereld = plan.bouw()
        rondes = wereld.tot_rust()
        event(f"rounds {rondes}")
        wereld.eis_gelijk()
        wereld.eis_invarianten()
