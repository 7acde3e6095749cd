"""Published worked examples, number by number: BSI's for EAC with a PIN, ICAO 9303-11 Appendix G.1 with an MRZ.

Both run PACE with ECDH, generic mapping, AES-128 on brainpoolP256r1; BSI's goes on to Terminal and Chip Authentication.
"""

from dataclasses import dataclass

unhex = bytes.fromhex


@dataclass(frozen=True)
class PaceExample:
    """Everything that both sides compute: _t the terminal's, _c the chip's, _map of the mapping."""

    password: bytes
    k_pi: bytes
    z: bytes
    s: bytes
    x_map_t: bytes
    y_map_t: bytes
    x_map_c: bytes
    y_map_c: bytes
    h: bytes
    g: bytes
    x_t: bytes
    y_t: bytes
    x_c: bytes
    y_c: bytes
    k: bytes
    k_enc: bytes
    k_mac: bytes
    t_t: bytes
    t_c: bytes


BSI = PaceExample(
    password=b"123456",
    k_pi=unhex("591468cda83d65219cccb8560233600f"),
    z=unhex("ce834cde69ffbb1d1eb21585cd709f18"),
    s=unhex("7d98c00fc6c9e9543bbf94a87073a123"),
    x_map_t=unhex("752287f5b02de3c4bc3e17945118c51b23c97278e4cd748048ac56ba5bdc3d46"),
    y_map_t=unhex(
        "043dd29bbe5907fd21a152ada4895faae7acc55f5e50efbfde5ab0c6eb54f198d615913635f0fdf5"
        "beb383e00355f82d3c41ed0df2e28363433dfb73856a15dc9f"
    ),
    x_map_c=unhex("19c428715663de745d1824b855d2b967890c99d68ed5feee9dcdf8d7bba289d2"),
    y_map_c=unhex(
        "049cfcf7582ac986d0dd52fa53123414c3e1b96b4d00aba8e574679b70efb5bc3b45d2f13729cc2a"
        "e178e7e241b443213533b77dbb44649a815ddc4a2384ba422a"
    ),
    h=unhex(
        "0471850cfd80fb475947e5b1af10fe8e6663967c2d264935b31951f763a4b03a5749167388f88f52"
        "a109167e3e6592ca0820468d1157a8e781d2f7049179b1d114"
    ),
    g=unhex(
        "043929d28ba1e5339d6c5dade5e33bd3c2f0bd14dd77c7521532261659c918fa6014dd48fa84e62b"
        "de438edb4c9771d042cdb24b7788bdbab2031c45751e777f66"
    ),
    x_t=unhex("9d9a32df93a57cce33ca3cdd3457e33a976f293546c73550f397259c93be0120"),
    y_t=unhex(
        "04518bc4e532ad2a9bd6527804d5d665abd51041037a0cc8aa922804eb501c222b3427388599afaa"
        "e9fbace2df93e13c3c4979cd12f0ae3e3c0126028391554582"
    ),
    x_c=unhex("15872c56908c144002177994cfaaedd5467ce150853c44535051ff24183039d8"),
    y_c=unhex(
        "04282cf38073036afac216af135bd994da0c357f10bd4c34afea1042b2eb0fd6804df3658b835ac2"
        "e7133f13691184542bb50b109963a4662abdc08b9763af4b5b"
    ),
    k=unhex("6e7d077ccd367c2eaa683f1e8ec534302e2d00b6adaf8a87a6eda78740f17606"),
    k_enc=unhex("68406b4162100563d9c901a6154d2901"),
    k_mac=unhex("73ff268784f72af833fdc9464049afc9"),
    t_t=unhex("a27ae7b36573c1d9"),
    t_c=unhex("a2658c2f38600b0f"),
)

ICAO = PaceExample(
    password=unhex("7e2d2a41c74ea0b38cd36f863939bfa8e9032aad"),
    k_pi=unhex("89ded1b26624ec1e634c1989302849dd"),
    z=unhex("95a3a016522ee98d01e76cb6b98b42c3"),
    s=unhex("3f00c4d39d153f2b2a214a078d899b22"),
    x_map_t=unhex("7f4ef07b9ea82fd78ad689b38d0bc78cf21f249d953bc46f4c6e19259c010f99"),
    y_map_t=unhex(
        "047acf3efc982ec45565a4b155129efbc74650dcbfa6362d896fc70262e0c2cc5e544552dcb67252"
        "18799115b55c9baa6d9f6bc3a9618e70c25af71777a9c4922d"
    ),
    x_map_c=unhex("498ff49756f2dc1587840041839a85982be7761d14715fb091efa7bce9058560"),
    y_map_c=unhex(
        "04824fba91c9cbe26bef53a0ebe7342a3bf178cea9f45de0b70aa601651fba3f5730d8c879aaa9c9"
        "f73991e61b58f4d52eb87a0a0c709a49dc63719363ccd13c54"
    ),
    h=unhex(
        "0460332ef2450b5d247ef6d3868397d398852ed6e8caf6ffeef6bf85ca57057fd50840ca7415baf3"
        "e43bd414d35aa4608b93a2caf3a4e3ea4e82c9c13d03eb7181"
    ),
    g=unhex(
        "048ced63c91426d4f0eb1435e7cb1d74a46723a0af21c89634f65a9ae87a9265e28c879506743f86"
        "11ac33645c5b985c80b5f09a0b83407c1b6a4d857ae76fe522"
    ),
    x_t=unhex("a73fb703ac1436a18e0cfa5abb3f7bec7a070e7a6788486bee230c4a22762595"),
    y_t=unhex(
        "042db7a64c0355044ec9df190514c625cba2cea48754887122f3a5ef0d5edd301c3556f3b3b186df"
        "10b857b58f6a7eb80f20ba5dc7be1d43d9bf850149fbb36462"
    ),
    x_c=unhex("107cf58696ef6155053340fd633392ba81909df7b9706f226f32086c7aff974a"),
    y_c=unhex(
        "049e880f842905b8b3181f7af7caa9f0efb743847f44a306d2d28c1d9ec65df6db7764b22277a2ed"
        "dc3c265a9f018f9cb852e111b768b326904b59a0193776f094"
    ),
    k=unhex("28768d20701247dae81804c9e780ede582a9996db4a315020b2733197db84925"),
    k_enc=unhex("f5f0e35c0d7161ee6724ee513a0d9a7f"),
    k_mac=unhex("fe251c7858b356b24514b3bd5f4297d1"),
    t_t=unhex("c2b0bd78d94ba866"),
    t_c=unhex("3abb9674bce93c08"),
)


class Bsi:
    """The rest of BSI's example."""

    # Secure messaging: MSE:SET DST with SSC 1 and its answer with SSC 2.
    DST_DATA = unhex("830d44454356434141543030303031")
    DST_CIPHER = unhex("be90237eeb4ba0ff253ea246ae31c8b8")
    DST_ANSWER = unhex("99029000")
    DST_ANSWER_MAC = unhex("a89570a68664a7d6")

    # Terminal authentication: brainpoolP512r1 with SHA-512, no auxiliary data.
    TA_CHALLENGE = unhex("547e4eab03b235d2")
    TA_PUBLIC = unhex(
        "043385b484e8e994c93f55adf4a9c92da3c063ac7d744e85d38ee070bf6ff8d7aba2de688724b27d"
        "6bae2b1c8ae074c09bb8808cc83036b0692898711d3f6fc3213846e14b3154845084dfbc0eb70ae2"
        "bdea8eebd6796acfa4c56f5703ce5a6efe0a266e43c3f71a1b7eec60e5c6f0850dc4d3455f53282c"
        "9fbca85dc947d13bee"
    )
    TA_SIGNATURE = unhex(
        "81a2d9e5891b86a0f01add0341c89d6e9ef3e20c223884f27b2f2040e9721c46c9c3cf7c0ee0a422"
        "263ba6f1eafc693bd8738f34760b5998584f58dd25b8d60d99d7c45957c2e2f10c0e5f91a8dc88bd"
        "7cfa33cbf784a9da83c800324165179dbe71c69b2c0fd811270e436c43278184ddb542142342dbf1"
        "56e82d2a1bc19085"
    )

    # Chip authentication.
    CA_SK_CHIP = unhex("7984674cf3b3a524bf929ce8a67fcf22173da0bad595eed6deb72d22c542fa9d")
    CA_PK_CHIP = unhex(
        "04a44ebe5451df7aadb01e459b8c928a87746a57927c8c28a6775c97a7e1fe8d9a46ff4a1cc7e4d1"
        "389aea19758e4f75c28c598fd734aebeb135337cf95be12e94"
    )
    CA_SK_TERMINAL = unhex("a6a4d255c5bf7a77ec3d0553db74f693cf044e18c98364d4977a296108af19bd")
    CA_PK_TERMINAL = unhex(
        "045a7a377fc9cafc03ac7ff45441a8b2909d88eab8e6b0173847ab49b949df3799a34ee57ec55268"
        "cf8b1c3ec489f8bf4cf4c68d3fd9670e89c0d5d3fff1aaf89f"
    )
    CA_K = unhex("791da04273ccfe862e52df60347e2557192e1f8d7517822ce3d306056c1cdeb4")
    CA_NONCE = unhex("4287b3072a3edc60")
    CA_K_ENC = unhex("94abcd271ab7d9a5590ba52cb518b831")
    CA_K_MAC = unhex("78b5709e7abedb185b424d0ee3a82499")
    CA_TOKEN = unhex("ff0117d68dee8e72")


class Icao:
    """The rest of ICAO's example: the commands as sent, and the first sealed one with its answer."""

    COMMANDS = (
        unhex("0022C1A412800A04007F0007020204020283010184010D"),
        unhex("10860000027C0000"),
        unhex("10860000457C438141") + ICAO.y_map_t + b"\x00",
        unhex("10860000457C438341") + ICAO.y_t + b"\x00",
        unhex("008600000C7C0A8508C2B0BD78D94BA86600"),
    )
    SELECT_DATA = unhex("A0000002471001")
    SELECT_SEALED = unhex("0CA4040C1D871101752F676B09FAC86A87D632749A49C7CC8E08C18BA1FCE707BD9F00")
    SELECT_ANSWER = unhex("990290008E08BEA7B381C494A0799000")
