"""Force behind the kneecap from a measured knee moment and knee bend, as laboratories do it.

Coefficients: van Eijden 1986/87 as used by Brechter and Powers 2002 (lever arm, k) and by Powers
and Brechter (contact area), carried over by the evidence note and not read in their sources. They
hold from 0 to 90 degrees of bend. Stress differs twofold between models of contact area: compare
it with itself only.
"""

from __future__ import annotations

from dataclasses import dataclass

from trochlea.loads.knee.curve import STANDARD_GRAVITY

LEAST_FLEXION_DEG = 0.0
MOST_FLEXION_DEG = 90.0
MM_PER_M = 1000.0


@dataclass(frozen=True, slots=True)
class JointForce:
    """Force in the kneecap joint at one moment and bend.

    Attributes:
        quadriceps_n: Pull of the quadriceps, newtons.
        force_n: Force between kneecap and thigh bone, newtons.
        force_bw: The same in body weights, or None without a mass.
        stress_mpa: Force over contact area, MPa; for comparing with itself only.
    """

    quadriceps_n: float
    force_n: float
    force_bw: float | None
    stress_mpa: float


def lever_arm_mm(flexion_deg: float) -> float:
    """Return the quadriceps' lever arm in mm at a knee bend of 0 to 90 degrees (van Eijden)."""
    x = flexion_deg
    return 8.0e-5 * x**3 - 0.013 * x**2 + 0.28 * x + 46.0


def joint_share(flexion_deg: float) -> float:
    """Return joint force over quadriceps force at a knee bend of 0 to 90 degrees (van Eijden)."""
    x = flexion_deg
    above = 0.462 + 0.00147 * x - 3.84e-5 * x**2
    return above / (1 - 0.0162 * x + 1.55e-4 * x**2 - 6.98e-7 * x**3)


def contact_area_mm2(flexion_deg: float) -> float:
    """Return the contact area in mm2 at a knee bend of 0 to 90 degrees (Powers and Brechter)."""
    x = flexion_deg
    return 0.0781 * x**2 + 0.6763 * x + 151.75


def joint_force(
    extension_moment_nm: float, flexion_deg: float, mass_kg: float | None = None
) -> JointForce | None:
    """Return the force in the kneecap joint, or None outside 0 to 90 degrees of bend.

    Args:
        extension_moment_nm: Net moment that extends the knee, Nm; a moment that bends it takes no
            quadriceps force in this model and gives 0.
        flexion_deg: Knee bend, degrees.
        mass_kg: Body mass, for body weights.

    Raises:
        ValueError: if the body mass is not positive.
    """
    if mass_kg is not None and not mass_kg > 0:
        raise ValueError("mass_kg must be positive")
    if not LEAST_FLEXION_DEG <= flexion_deg <= MOST_FLEXION_DEG:
        return None
    quadriceps_n = max(0.0, extension_moment_nm) / (lever_arm_mm(flexion_deg) / MM_PER_M)
    force_n = joint_share(flexion_deg) * quadriceps_n
    return JointForce(
        quadriceps_n=quadriceps_n,
        force_n=force_n,
        force_bw=None if mass_kg is None else force_n / (mass_kg * STANDARD_GRAVITY),
        stress_mpa=force_n / contact_area_mm2(flexion_deg),
    )
